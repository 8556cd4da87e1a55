// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <solver/operators/weighted_cells.h>

namespace lacuna::multigrid {

using operators::WeightedCells;

/**
 * How a level came from the finer one: for each owned finer cell its place among the coarse.
 *
 * A coarse cell's weights are the sum of its children's, their fictitious part included, so that
 * the coarse operator is the Galerkin one. Its cells of other ranks are parents of owned ones.
 */
struct Coarsening {
  WeightedCells coarse;
  operators::BoundaryWeights boundary;
  std::vector<unsigned int> parent;
};

/**
 * The same cells with the weights that degree 1 asks for.
 *
 * @param fictitious Weight of the void part of cut cells, which the result includes.
 */
Coarsening to_linear(const WeightedCells &cells, const operators::BoundaryWeights &boundary,
                     unsigned int degree, double fictitious);

/** True if all cells can be replaced by cells at least twice the size of the finest. */
bool can_coarsen(const WeightedCells &cells, MPI_Comm communicator);

/**
 * Replaces the finest cells by their parents; of degree 1. Collective.
 *
 * @param fictitious Weight of the void part of cut cells, which the result includes.
 * @param foreign Cells of other ranks around those of `fine`.
 */
Coarsening coarsen(const WeightedCells &fine, const operators::BoundaryWeights &boundary,
                   double fictitious, const std::vector<operators::ForeignCell> &foreign,
                   MPI_Comm communicator);

} // namespace lacuna::multigrid
