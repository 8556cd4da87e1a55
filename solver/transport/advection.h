// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <solver/operators/reaction_diffusion.h>
#include <solver/transport/flow.h>

namespace lacuna::transport {

/**
 * A form m ∫ c v + r (∫ D ∇c·∇v + k c v) with a flow,
 *   … + ∫ −r c u·∇v + τ (m c + r (k c + u·∇c)) u·∇v dx,
 * where the outflow at the box is in the given form. Streamline upwinding (Brooks & Hughes 1982,
 * 10.1016/0045-7825(82)90071-8) with τ |u|² = D (P coth P − 1), P = |u| h / 2D, which is exact in
 * one dimension, keeps it stable where cells do not resolve it, and of second order where they do.
 */
class AdvectiveForm : public operators::CellForm {
public:
  /** `space`, `form` and `flow` must outlive this. */
  AdvectiveForm(const operators::FiniteCellSpace &space, const operators::ReactionDiffusion &form,
                const Flow &flow);

  unsigned int n_components() const override { return 1; }
  void cell_matrix(const operators::FiniteCell &cell,
                   dealii::FullMatrix<double> &matrix) const override;

private:
  const operators::FiniteCellSpace &space_;
  const operators::ReactionDiffusion &form_;
  const Flow &flow_;
  operators::ReferenceElement element_;
};

} // namespace lacuna::transport
