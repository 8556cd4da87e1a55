// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <meshes/morphometry/voxel_image.h>

namespace lacuna::morphometry {

/**
 * How one phase hangs together, its voxels joined through faces; shares are of its volume.
 *
 * The ends of the specimen along an axis are where the envelope's normal lies nearest to it: of a
 * cylinder a quarter of the side each. Of a cell they are half a period beyond it.
 */
struct ConnectedParts {
  double n_parts;                      ///< of a cell those within two periods
  double open_share;                   ///< of parts that reach the envelope
  std::array<double, 3> through_share; ///< of parts that reach both ends along x, y, z
};

ConnectedParts connected_parts(const VoxelImage &image, Phase phase);

/**
 * Diameter (m) of the largest sphere that passes through a phase from one end to the other along
 * an axis, leaving the envelope there alone; NaN if none does. Voxels are joined from the roomiest
 * down until a part reaches both ends.
 *
 * @param distances Largest radius of a sphere with its centre in each voxel (m).
 * @param finest Image of the same specimen on finer voxels, or the same, where nothing else lies
 * between voxels that are joined.
 */
double throat(const VoxelImage &image, Phase phase, const std::vector<float> &distances,
              const VoxelImage &finest, int axis);

} // namespace lacuna::morphometry
