// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <meshes/octree/octree.h>

#include <vector>

namespace lacuna::octree {

/**
 * For every active cell: true where it holds the shape, but its connected part of the shape does
 * not reach both the boundaries `first` and `second` of the box. Such a part carries no load, and
 * would leave the elastic problem singular. Cells are connected where they share a vertex.
 */
std::vector<bool> loose_cells(const Octree &octree, unsigned int first, unsigned int second);

} // namespace lacuna::octree
