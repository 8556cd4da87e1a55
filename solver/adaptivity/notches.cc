// SPDX-License-Identifier: LGPL-2.1-or-later
#include <solver/adaptivity/notches.h>

#include <meshes/octree/notch.h>

#include <algorithm>

namespace lacuna::adaptivity {

bool refine_at_notches(octree::Octree &octree) {
  const auto wanted = octree::cells_at_notches(octree, notch_limit);
  const bool any = dealii::Utilities::MPI::logical_or(
      std::find(wanted.begin(), wanted.end(), true) != wanted.end(), octree.communicator());
  if (any)
    octree.refine([&](const auto &cell) { return wanted[cell->active_cell_index()]; });
  return any;
}

} // namespace lacuna::adaptivity
