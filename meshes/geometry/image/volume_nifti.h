// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <meshes/geometry/image/volume_header.h>

#include <string>

namespace lacuna::geometry {

/**
 * Reads the header of a NIfTI-1 or NIfTI-2 volume in one file (.nii, .nii.gz) of either byte order.
 * As nibabel takes it: the sform matrix counts before the qform, either before pixdim alone, whose
 * sign does not count; a slope of 0 or none scales nothing.
 *
 * @throws params::InputError naming the file and what is wrong with it.
 */
VolumeHeader read_nifti_header(const std::string &path);

} // namespace lacuna::geometry
