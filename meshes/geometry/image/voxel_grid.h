// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <meshes/geometry/shapes/shape.h>

#include <array>

namespace lacuna::geometry {

/** The planes between the voxels of an image whose axes are those of space. Lengths in m. */
struct VoxelGrid {
  std::array<double, 3> spacing; ///< along x, y, z
  Point corner;                  ///< where planes of all three directions meet
};

} // namespace lacuna::geometry
