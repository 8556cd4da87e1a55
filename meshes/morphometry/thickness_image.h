// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <meshes/morphometry/voxel_image.h>

#include <string>

namespace lacuna::morphometry {

/**
 * Writes the voxels as a VTK image (.vti) with cell data `phase` (0 outside, 1 pore, 2 solid) and
 * `local_thickness` (m) of the phase that a voxel is of. Under a temporary name, then renamed.
 * Collective.
 * @throws std::runtime_error naming the path, on all ranks.
 */
void write_thickness_image(const VoxelImage &image, const std::vector<float> &own_strand_thickness,
                           const std::vector<float> &own_pore_size, const std::string &path);

} // namespace lacuna::morphometry
