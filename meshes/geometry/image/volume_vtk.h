// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <meshes/geometry/image/volume.h>

#include <string>

namespace lacuna::geometry {

/**
 * Volumes that VTK reads: NIfTI (.nii, .nii.gz) with its scaling of values and its sform or else
 * qform matrix, in mm where the header states its unit; VTK image (.vti) in units of the file.
 *
 * VTK says nothing meanwhile.
 *
 * @throws params::InputError naming the file.
 */
Volume read_nifti(const std::string &path);
Volume read_vti(const std::string &path);

} // namespace lacuna::geometry
