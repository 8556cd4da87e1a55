// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <string>
#include <vector>

namespace lacuna::geometry {

/** How a volume is written. */
enum class VolumeFormat { metaimage, nrrd, nifti, vti, tiff, raw, unknown };

inline const std::string volume_endings =
    ".mha, .mhd, .nrrd, .nhdr, .nii, .nii.gz, .vti, .tif, .tiff or .raw";

/** As the name ends; one without an ending is a folder of TIFF slices. */
VolumeFormat volume_format(const std::string &path);

/**
 * Slices of a folder, or those whose names begin and end as a pattern with one *; 2 before 10.
 * @throws params::InputError where there are none.
 */
std::vector<std::string> tiff_slices(const std::string &path);

/** All files that a volume is read from: its slices, or its header and its voxels. What is no
 * volume, or none that can be read, is itself. */
std::vector<std::string> volume_files(const std::string &path);

} // namespace lacuna::geometry
