// SPDX-License-Identifier: LGPL-2.1-or-later
#include <solver/multigrid/conjugate_gradients.h>

#include <deal.II/lac/solver_cg.h>

#include <fmt/format.h>

#include <stdexcept>

namespace lacuna::multigrid {

namespace {

constexpr unsigned int max_iterations = 500;

} // namespace

LevelVector<double> residual(const LevelOperator<double> &op, const LevelVector<double> &x,
                             const LevelVector<double> &b) {
  auto r = op.make_vector();
  op.vmult(r, x);
  r.sadd(-1., 1., b);
  return r;
}

operators::SolveReport conjugate_gradients(const LevelOperator<double> &op,
                                           const VCycle &preconditioner, LevelVector<double> &x,
                                           const LevelVector<double> &b, double norm,
                                           double tolerance) {
  operators::SolveReport report;
  const auto r = residual(op, x, b);
  if (!(r.l2_norm() <= tolerance * norm)) {
    auto correction = op.make_vector();
    dealii::SolverControl control(max_iterations, tolerance * norm);
    dealii::SolverCG<LevelVector<double>> solver(control);
    try {
      solver.solve(op, correction, r, preconditioner);
    } catch (const dealii::SolverControl::NoConvergence &) {
      // Judged by the residual below.
    }
    report.iterations = control.last_step();
    x += correction;
  }
  const double end = residual(op, x, b).l2_norm();
  report.residual = norm == 0. ? end : end / norm;
  if (!(report.residual <= 10. * tolerance))
    throw std::runtime_error(
        fmt::format("the linear solver stopped after {} iterations at a residual of {:.1e} instead "
                    "of {:.1e}",
                    report.iterations, report.residual, tolerance));
  return report;
}

} // namespace lacuna::multigrid
