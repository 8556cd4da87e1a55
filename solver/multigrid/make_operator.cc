// SPDX-License-Identifier: LGPL-2.1-or-later
#include <solver/multigrid/make_operator.h>

#include <solver/multigrid/assembled_operator.h>

namespace lacuna::multigrid {

std::unique_ptr<operators::Operator> make_operator(const operators::FiniteCellSpace &space,
                                                   const operators::CellForm &form,
                                                   const operators::DirichletValues &dirichlet,
                                                   Preconditioner preconditioner) {
  return std::make_unique<AssembledOperator>(space, form, dirichlet, preconditioner);
}

} // namespace lacuna::multigrid
