// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <solver/operators/grid_cells.h>

namespace lacuna::operators {

/** The cells of one grid that hold the shape, with the weights of their solid, on this rank. */
struct WeightedCells {
  Lattice lattice;
  /** Size (m) of a cell of lattice size 1. */
  std::array<double, 3> unit;
  /** Owned cells, then those of other ranks whose nodes are needed. */
  std::vector<GridCell> cells;
  unsigned int n_owned;
  /** By owned cell: place of its weights among those of cut cells, or `whole`. */
  std::vector<unsigned int> moments;
  static constexpr unsigned int whole = static_cast<unsigned int>(-1);
  /** Weights of cut cells on the (2p+1)³ Gauss points as shares of the cell's volume. */
  unsigned int n_points;
  std::vector<double> weights;

  bool is_whole(unsigned int cell) const { return moments[cell] == whole; }

  /** Those of an owned cell that is cut. */
  const double *weights_of(unsigned int cell) const {
    return &weights[std::size_t(moments[cell]) * n_points];
  }
};

/**
 * Weights for an integral ∫ κ u v ds over a part of the boundary of some cells:
 *   w_q = ∫ κ ℓ_q ds / |cell|
 * on the same points as those of cut cells, so that kernels and coarsening serve both; or, for a
 * factor κ of part of a form (FormCoefficients), with dx instead of ds.
 */
struct BoundaryWeights {
  /** Owned cells, each with n_points weights. */
  std::vector<unsigned int> cells;
  std::vector<double> weights;
};

/** What is added to the void part of cut cells, as a share of the solid's coefficients. */
struct Stabilization {
  /** Weight of the void part. */
  double fictitious = 0.;
  /** Stiffness, over the void share of a cell, of what is beyond the trilinear. */
  double surplus = 0.;
};

} // namespace lacuna::operators
