// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <solver/materials/isotropic.h>
#include <solver/operators/cell_form.h>
#include <solver/operators/reference_element.h>

namespace lacuna::operators {

/**
 * Linear elasticity of the physical part,
 *   a(u, v) = ∫_solid λ div u div v + 2 μ ε(u):ε(v) dx,
 * plus α times the same over the void part of cut cells, which keeps badly cut cells well posed
 * (finite cell method, Parvizian, Düster & Rank 2007, 10.1007/s00466-007-0173-y), plus for p > 1
 *   β (1 − η) ∫_cell λ div w div z + 2 μ ε(w):ε(z) dx,  w = u − I₁u,  z = v − I₁v
 * over cells of which the share η is solid, with I₁ the trilinear interpolation at the corners. It
 * keeps on slivers what is quadratic in u apart from what is linear, so that multigrid needs few
 * iterations at any α; linear displacements do not feel it, others by O(h²) of their energy there.
 */
class Elasticity : public CellForm {
public:
  Elasticity(const FiniteCellSpace &space, const materials::Isotropic &material,
             double fictitious_stiffness, double surplus_stiffness);

  unsigned int n_components() const override { return 3; }
  void cell_matrix(const FiniteCell &cell, dealii::FullMatrix<double> &matrix) const override;

  const FiniteCellSpace &space() const { return space_; }
  const ReferenceElement &element() const { return element_; }
  const materials::Isotropic &material() const { return material_; }
  double fictitious_stiffness() const { return alpha_; }
  double surplus_stiffness() const { return beta_; }

  /** Displacement gradients at all Gauss points from the values of one cell (component fastest). */
  void gradients(const FiniteCell &cell, const double *u,
                 std::vector<dealii::Tensor<2, 3>> &result) const;

private:
  void integrate(const double *weights, double fictitious, const dealii::Tensor<1, 3> &size,
                 dealii::FullMatrix<double> &matrix) const;

  const FiniteCellSpace &space_;
  ReferenceElement element_;
  materials::Isotropic material_;
  double alpha_, beta_;
  /** Matrix of a whole cell of size whole_size_; a cell twice the size has twice the matrix. */
  double whole_size_ = 1.;
  dealii::FullMatrix<double> whole_;
  /** β times the whole cell's matrix on surpluses u − I₁u. */
  dealii::FullMatrix<double> surplus_;
};

} // namespace lacuna::operators
