// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <solver/multigrid/method.h>
#include <solver/operators/elasticity.h>
#include <solver/operators/operator.h>
#include <solver/operators/reaction_diffusion.h>

#include <memory>

namespace lacuna::multigrid {

/** The operator of a form on a space; how it is stored and solved is decided here. Collective. */
std::unique_ptr<operators::Operator> make_operator(const operators::FiniteCellSpace &space,
                                                   const operators::Elasticity &form,
                                                   const operators::DirichletValues &dirichlet = {},
                                                   Method method = Method::multigrid);

std::unique_ptr<operators::Operator> make_operator(const operators::FiniteCellSpace &space,
                                                   const operators::ReactionDiffusion &form,
                                                   const operators::DirichletValues &dirichlet = {},
                                                   Method method = Method::multigrid);

} // namespace lacuna::multigrid
