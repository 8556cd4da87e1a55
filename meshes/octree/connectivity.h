// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <meshes/octree/octree.h>

#include <limits>
#include <vector>

namespace lacuna::octree {

/**
 * How the shape joins the lower and the upper plane across z of the octree's box, the platens.
 *
 * It is told at the resolution of the shape, not of the cells: parts within a cell are kept apart
 * (CellComponents), and parts of neighbours belong together where nodes of both lattices say so.
 * Cells that share no more than a corner belong together where that lies inside the shape, or is
 * one of solid voxels, as in codes that make each voxel a finite element.
 */
struct Connection {
  /** By active cell, of those that are owned or ghosts: what of it does not join both platens. */
  std::vector<NodeSet> loose;
  /** Heights (m) between which that lies; nothing where from > to. */
  double loose_from = std::numeric_limits<double>::max(),
         loose_to = std::numeric_limits<double>::lowest();
  /** Where parts that stand on the lower platen end, and those from the upper one begin (m). */
  double standing_to = std::numeric_limits<double>::lowest(),
         hanging_from = std::numeric_limits<double>::max();
  /**
   * By active cell: true where finite elements join parts of the shape that do not touch there,
   * within the cell or over its faces.
   */
  std::vector<bool> bridging;
  /**
   * By active cell: true where a gap narrower than two blocks of the lattice passes through most of
   * the cell or of a face.
   */
  std::vector<bool> thin_gaps;
};

/** Collective. */
Connection find_connection(const Octree &octree);

} // namespace lacuna::octree
