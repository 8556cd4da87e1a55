// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <solver/operators/cell_form.h>
#include <solver/operators/reference_element.h>

#include <array>

namespace lacuna::operators {

/** Coefficients of m·c + r·(k c − ∇·(D ∇c)) with D ∂c/∂n = −κ c on some faces of the box. */
struct ReactionDiffusionCoefficients {
  double mass = 0.;
  double rate = 1.;
  double diffusivity = 0.;
  double decay = 0.;
  /** κ (m/s) by boundary id; 0 is no flux. */
  std::array<double, 6> clearance{};
};

/**
 * The bilinear form
 *   a(c, v) = m ∫ c v dx + r (∫ D ∇c·∇v + k c v dx + ∫_∂box κ c v ds)
 * over the physical part. One step of an implicit scheme is m = 1, r = weight × time step. The
 * fictitious part of cut cells takes part with the weight α, and for p > 1 what is quadratic in c
 * diffuses in the void share with the weight β, as in Elasticity.
 */
class ReactionDiffusion : public CellForm {
public:
  ReactionDiffusion(const FiniteCellSpace &space, const ReactionDiffusionCoefficients &coefficients,
                    double fictitious_fraction, double surplus_fraction);

  unsigned int n_components() const override { return 1; }
  void cell_matrix(const FiniteCell &cell, dealii::FullMatrix<double> &matrix) const override;

  const ReactionDiffusionCoefficients &coefficients() const { return coefficients_; }
  double fictitious_fraction() const { return alpha_; }
  /** Of ∫_∂box κ c v ds. */
  const BoundaryWeights &clearance_weights() const { return clearance_weights_; }

  /** The same but for m and r, without integrating over the boundary again; of one with r ≠ 0. */
  ReactionDiffusion with(double mass, double rate) const;

  double surplus_fraction() const { return beta_; }

private:
  void integrate(const double *weights, double fictitious, double mass,
                 const dealii::Tensor<1, 3> &size, dealii::FullMatrix<double> &matrix) const;
  /** Calls action(point, κ) at points of the solid in those faces of a cell that clear. */
  template <typename Action>
  void for_each_clearing_point(const FiniteCell &cell, const Action &action) const;
  void integrate_clearance();

  const FiniteCellSpace &space_;
  ReferenceElement element_;
  ReactionDiffusionCoefficients coefficients_;
  double alpha_, beta_;
  /** β times the diffusive matrix on surpluses, of a whole cell of size whole_size_. */
  double whole_size_ = 1.;
  dealii::FullMatrix<double> surplus_;
  BoundaryWeights clearance_weights_;
};

} // namespace lacuna::operators
