// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <meshes/octree/moments.h>
#include <solver/operators/finite_cell_space.h>
#include <solver/operators/grid_cells.h>

namespace lacuna::multigrid {

/**
 * The cells of one multigrid level with their moments, on this rank.
 *
 * A coarse cell's moments are the sum of its children's, its fictitious part included, so that the
 * coarse operator is the Galerkin one.
 */
struct LevelCells {
  operators::Lattice lattice;
  /** Owned cells, then parents of owned finer cells that another rank owns. */
  std::vector<operators::GridCell> cells;
  unsigned int n_owned;
  /** By owned cell: place of its weights among those of cut cells, or `whole`. */
  std::vector<unsigned int> moments;
  static constexpr unsigned int whole = static_cast<unsigned int>(-1);
  /** Weights on the (2p+1)³ Gauss points as shares of the cell's volume. */
  unsigned int n_points;
  std::vector<double> weights;
};

/** How a level came from the finer one: for each owned finer cell its place among the coarse. */
struct Coarsening {
  LevelCells coarse;
  std::vector<unsigned int> parent;
};

/** The cells of a space; `fictitious` is the weight of the void part of cut cells. */
LevelCells level_cells(const operators::FiniteCellSpace &space, double fictitious);

/** Size (m) of a cell of lattice size 1. */
std::array<double, 3> unit_size(const operators::FiniteCellSpace &space,
                                const operators::Lattice &lattice);

/** The same cells with the moments that degree 1 asks for. */
LevelCells with_linear_moments(const LevelCells &cells, unsigned int degree);

/** True if all cells can be replaced by cells at least twice the size of the finest. */
bool can_coarsen(const LevelCells &cells, MPI_Comm communicator);

/**
 * Replaces the finest cells by their parents; of degree 1. Collective.
 *
 * @param foreign Cells of other ranks around those of `fine`.
 */
Coarsening coarsen(const LevelCells &fine, const std::vector<operators::ForeignCell> &foreign,
                   MPI_Comm communicator);

} // namespace lacuna::multigrid
