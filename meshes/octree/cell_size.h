// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <meshes/geometry/image/voxel_grid.h>

#include <optional>

namespace lacuna::octree {

/** How large the cells of an octree are at the start. */
struct CellSize {
  CellSize(double largest, const std::optional<geometry::VoxelGrid> &voxels = std::nullopt)
      : largest(largest), voxels(voxels) {}

  double largest; ///< m, along each axis
  /** Cells are these voxels or whole parts of them, if the box ends on faces of such parts. */
  std::optional<geometry::VoxelGrid> voxels;
};

} // namespace lacuna::octree
