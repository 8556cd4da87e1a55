// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <meshes/geometry/volume.h>

#include <string>
#include <vector>

namespace lacuna::geometry {

/**
 * Volumes that VTK reads, in units of the file: NIfTI (.nii, .nii.gz) with its scaling of values
 * and its sform or else qform matrix, VTK image (.vti), TIFF slices, of one or several pages each,
 * stacked along z; a TIFF's first row is at y = 0, and its voxels have size 1.
 *
 * VTK says nothing meanwhile.
 *
 * @throws params::InputError naming the file.
 */
Volume read_nifti(const std::string &path);
Volume read_vti(const std::string &path);
Volume read_tiff(const std::vector<std::string> &paths);

} // namespace lacuna::geometry
