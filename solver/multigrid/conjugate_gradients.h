// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <solver/multigrid/v_cycle.h>
#include <solver/operators/operator.h>

namespace lacuna::multigrid {

/** b − A x, zero at constrained unknowns. */
LevelVector<double> residual(const LevelOperator<double> &op, const LevelVector<double> &x,
                             const LevelVector<double> &b);

/**
 * Improves x until ‖b − A x‖ ≤ tolerance × norm, the constrained unknowns of x as they are. A may
 * be singular where b lies in its range. The report's residual is relative to `norm`, too. See
 * operators::require_convergence().
 *
 * @param share Of the residual that x has at the start: no less is asked for.
 * @param d Added to the diagonal of A, zero at constrained unknowns.
 * @param done Told the share of the decades of the residual that are gone, after each iteration.
 */
operators::SolveReport conjugate_gradients(const LevelOperator<double> &op,
                                           const VCycle &preconditioner, LevelVector<double> &x,
                                           const LevelVector<double> &b, double norm,
                                           double tolerance, const LevelVector<double> *d = nullptr,
                                           const operators::WorkDone &done = {}, double share = 0.);

} // namespace lacuna::multigrid
