// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <solver/operators/cell_form.h>
#include <solver/operators/operator.h>

#include <memory>

namespace lacuna::multigrid {

/**
 * How a system is preconditioned: multigrid; Jacobi, where mass dominates and iterations are few
 * anyway; or a direct solver for small problems of any conditioning.
 */
enum class Preconditioner { multigrid, jacobi, direct };

/** The operator of a form on a space; how it is stored and solved is decided here. Collective. */
std::unique_ptr<operators::Operator>
make_operator(const operators::FiniteCellSpace &space, const operators::CellForm &form,
              const operators::DirichletValues &dirichlet = {},
              Preconditioner preconditioner = Preconditioner::multigrid);

} // namespace lacuna::multigrid
