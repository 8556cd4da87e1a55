// SPDX-License-Identifier: LGPL-2.1-or-later
#include <solver/transport/flow.h>

#include <solver/multigrid/make_operator.h>

namespace lacuna::transport {

namespace {

constexpr double fictitious_fraction = 1e-6, tolerance = 1e-10;

/** ∫ N ds over the open part of a face of the box. */
Vector face(const operators::FiniteCellSpace &space, unsigned int f) {
  operators::ReactionDiffusionCoefficients coefficients;
  coefficients.clearance[f] = 1.;
  Vector ones = space.make_vector(1), result = ones;
  ones = 1.;
  multigrid::make_operator(
      space, operators::ReactionDiffusion(space, coefficients, fictitious_fraction, 0.))
      ->vmult(result, ones);
  return result;
}

double sum(const Vector &x) {
  return x.mean_value() * x.size();
}

} // namespace

Flow::Flow(const operators::FiniteCellSpace &space, double velocity, unsigned int axis)
    : space_(space), element_(space.degree(), space.moments()), axis_(axis),
      potential_(space.make_vector(1)) {
  const Vector entry = face(space, 2 * axis), exit = face(space, 2 * axis + 1);
  exit_velocity_ = velocity * sum(entry) / sum(exit);
  Vector b = space.make_vector(1);
  b.add(-velocity, entry, exit_velocity_, exit);
  const operators::ReactionDiffusion laplace(space, {0., 1., 1., 0., {}}, fictitious_fraction, 0.);
  multigrid::make_operator(space, laplace)->solve(potential_, b, tolerance);
}

std::vector<dealii::Tensor<1, 3>> Flow::velocities(const operators::FiniteCell &cell) const {
  std::vector<double> psi(element_.n_nodes());
  space_.gather(potential_, 1, cell, psi.data());
  std::vector<dealii::Tensor<1, 3>> result(element_.n_points());
  for (unsigned int q = 0; q < element_.n_points(); ++q)
    for (unsigned int d = 0; d < 3; ++d)
      for (unsigned int a = 0; a < psi.size(); ++a)
        result[q][d] += element_.derivatives(d, q)[a] * psi[a] / cell.size[d];
  return result;
}

} // namespace lacuna::transport
