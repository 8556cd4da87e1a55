// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <solver/operators/node_numbering.h>

#include <deal.II/lac/full_matrix.h>
#include <deal.II/lac/la_parallel_vector.h>

#include <map>

namespace lacuna::operators {

using Vector = dealii::LinearAlgebra::distributed::Vector<double>;

/**
 * Values of n components at the nodes of one cell at a time, read from a vector with hanging nodes
 * interpolated, and added to one with the transpose: what CellValues does, for any degree and n
 * where speed does not matter. Values run component fastest, then node, x fastest.
 */
class NodalValues {
public:
  /** `nodes` must outlive it. */
  explicit NodalValues(const NodeNumbering &nodes);

  /** @param x With ghosts up to date. */
  void gather(const Vector &x, unsigned int n_components, unsigned int cell, double *values) const;

  /** Adds to owned entries and ghosts; compress() afterwards. */
  void scatter_add(const double *values, unsigned int n_components, unsigned int cell,
                   Vector &y) const;

  /** From values at NodeNumbering::nodes() to those at the cell's own places; null where none
   * hangs.
   */
  const dealii::FullMatrix<double> *interpolation(unsigned int cell) const;

private:
  const NodeNumbering &nodes_;
  std::map<HangingMask, dealii::FullMatrix<double>> interpolations_;
};

} // namespace lacuna::operators
