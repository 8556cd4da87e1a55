// SPDX-License-Identifier: LGPL-2.1-or-later
#include <solver/multigrid/make_operator.h>

#include <solver/multigrid/assembled_operator.h>
#include <solver/multigrid/matrix_free_operator.h>

namespace lacuna::multigrid {

std::unique_ptr<operators::Operator> make_operator(const operators::FiniteCellSpace &space,
                                                   const operators::Elasticity &form,
                                                   const operators::DirichletValues &dirichlet,
                                                   Method method) {
  if (method != Method::multigrid)
    return std::make_unique<AssembledOperator>(space, form, dirichlet, method);
  return std::make_unique<MatrixFreeOperator<3>>(
      space, operators::FormCoefficients<3>{form.material().lambda(), form.material().mu()},
      operators::Stabilization{form.fictitious_stiffness(), form.surplus_stiffness()}, dirichlet);
}

std::unique_ptr<operators::Operator> make_operator(const operators::FiniteCellSpace &space,
                                                   const operators::ReactionDiffusion &form,
                                                   const operators::DirichletValues &dirichlet,
                                                   Method method) {
  if (method != Method::multigrid)
    return std::make_unique<AssembledOperator>(space, form, dirichlet, method);
  const auto &c = form.coefficients();
  return std::make_unique<MatrixFreeOperator<1>>(
      space,
      operators::FormCoefficients<1>{c.rate * c.diffusivity, c.mass + c.rate * c.decay, c.rate},
      operators::Stabilization{form.fictitious_fraction(), form.surplus_fraction()}, dirichlet,
      form.clearance_weights());
}

} // namespace lacuna::multigrid
