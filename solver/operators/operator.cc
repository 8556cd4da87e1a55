// SPDX-License-Identifier: LGPL-2.1-or-later
#include <solver/operators/operator.h>

#include <fmt/format.h>

#include <cmath>
#include <stdexcept>

namespace lacuna::operators {

void require_convergence(const SolveReport &report, double tolerance) {
  if (!std::isfinite(report.residual))
    throw std::runtime_error(
        fmt::format("the linear solver failed after {} iterations: its residual is no number, for "
                    "lengths, stiffnesses or rates too far apart",
                    report.iterations));
  if (!(report.residual <= 10. * tolerance))
    throw std::runtime_error(
        fmt::format("the linear solver stopped after {} iterations at a residual of {:.1e} instead "
                    "of {:.1e}",
                    report.iterations, report.residual, tolerance));
}

} // namespace lacuna::operators
