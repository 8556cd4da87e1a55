// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <meshes/geometry/scaffold/scaffold.h>
#include <solver/operators/finite_cell_space.h>

namespace lacuna::study {

/** A part of a box that stands for the whole, which has so many times its solid. */
struct Sample {
  octree::Box box;
  double times;
  bool is_whole;
};

/**
 * The whole where it has few cells of this size, or of some parts of it the one with the median of
 * solid: neither a corner outside the specimen nor all rim. `period` (m): of the lattice across.
 * Throws std::runtime_error where no part has any solid.
 */
Sample representative(const geometry::Scaffold &scaffold, double cell_size, double period);

/**
 * Nodes on all ranks; those on sides that cut a part out of the whole belong to it by half.
 * Collective.
 */
double n_nodes(const operators::FiniteCellSpace &space, const octree::Box &whole);

} // namespace lacuna::study
