// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <meshes/octree/cell_pieces.h>

#include <deal.II/distributed/tria.h>

#include <functional>

namespace lacuna::octree {

/**
 * Halves the coarse cells of a triangulation up to `n_levels` times, on p4est's forest alone:
 * deal.II's mesh, which costs by far more, is made once, on each rank of the cells that stay there.
 * Cells meet 2:1. Collective.
 *
 * @param is_wanted Whether a cell is to be halved, by its box and level.
 * @param weight Cost of a cell of the result, for the balance between ranks.
 */
void refine_at_once(dealii::parallel::distributed::Triangulation<3> &triangulation,
                    unsigned int n_levels,
                    const std::function<bool(const Box &, unsigned int level)> &is_wanted,
                    const std::function<unsigned int(const Box &, unsigned int level)> &weight);

} // namespace lacuna::octree
