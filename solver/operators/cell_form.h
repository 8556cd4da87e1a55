// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <solver/operators/finite_cell_space.h>

#include <deal.II/lac/full_matrix.h>

namespace lacuna::operators {

/** A bilinear form a(u, v) = Σ_K a_K(u, v) over the cells of a finite-cell space. */
class CellForm {
public:
  virtual ~CellForm() = default;

  virtual unsigned int n_components() const = 0;

  /** a_K as a matrix over the cell's unknowns, component fastest; rows are those of v. */
  virtual void cell_matrix(const FiniteCell &cell, dealii::FullMatrix<double> &matrix) const = 0;
};

} // namespace lacuna::operators
