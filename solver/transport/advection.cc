// SPDX-License-Identifier: LGPL-2.1-or-later
#include <solver/transport/advection.h>

#include <cmath>

namespace lacuna::transport {

namespace {

/** P coth P − 1 */
double excess_diffusion(double peclet) {
  return peclet < 1e-3 ? peclet * peclet / 3. : peclet / std::tanh(peclet) - 1.;
}

} // namespace

AdvectiveForm::AdvectiveForm(const operators::FiniteCellSpace &space,
                             const operators::ReactionDiffusion &form, const Flow &flow)
    : space_(space), form_(form), flow_(flow), element_(space.degree(), space.moments()) {}

void AdvectiveForm::cell_matrix(const operators::FiniteCell &cell,
                                dealii::FullMatrix<double> &matrix) const {
  form_.cell_matrix(cell, matrix);
  const auto &[mass, rate, diffusivity, decay, clearance] = form_.coefficients();
  const auto velocities = flow_.velocities(cell);
  const double *weights = space_.weights(cell);
  std::vector<double> along(element_.n_nodes()); // u·∇N
  for (unsigned int q = 0; q < element_.n_points(); ++q) {
    const auto &u = velocities[q];
    const double *values = element_.values(q);
    for (unsigned int a = 0; a < along.size(); ++a) {
      along[a] = 0.;
      for (unsigned int d = 0; d < 3; ++d)
        along[a] += u[d] * element_.derivatives(d, q)[a] / cell.size[d];
    }
    const double peclet = u.norm() * cell.size[0] / (2. * diffusivity);
    const double tau = peclet > 0. ? diffusivity * excess_diffusion(peclet) / u.norm_square() : 0.;
    const double w = weights[q] * cell.volume();
    for (unsigned int a = 0; a < along.size(); ++a)
      for (unsigned int b = 0; b < along.size(); ++b)
        matrix(a, b) +=
            w * along[a] *
            (tau * ((mass + rate * decay) * values[b] + rate * along[b]) - rate * values[b]);
  }
}

} // namespace lacuna::transport
