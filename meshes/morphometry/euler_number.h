// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <meshes/morphometry/voxel_image.h>

namespace lacuna::morphometry {

/** Parts − handles + hollows of the solid, its voxels touching through corners (26 : 6). */
struct EulerNumber {
  /** Of the specimen as a body with nothing around it; not meant for a cell. */
  double body;

  /**
   * Per volume (1/m³), of the endless structure from which the envelope cuts the specimen: the
   * envelope's faces count by half, its edges by a quarter (Odgaard & Gundersen 1993,
   * 10.1016/8756-3282(93)90245-6). Of a cell exact. NaN where the image is too coarse to tell.
   */
  double density;
};

/**
 * Adds up corners − edges + faces − voxels of the solid at each corner between eight voxels; at all
 * of them for `body`, at those with all eight in the envelope for `density`. Collective.
 */
EulerNumber euler_number(const VoxelImage &image);

} // namespace lacuna::morphometry
