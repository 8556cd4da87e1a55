// SPDX-License-Identifier: LGPL-2.1-or-later
#include <solver/transport/make_evolution.h>

#include <solver/transport/diffusion_stepper.h>
#include <solver/transport/linear_evolution.h>

namespace lacuna::transport {

namespace {

/**
 * Uptake u = σ c / (1 + c/K) and binding as if linear, where that is good enough. While c/K and b/B
 * stay below their largest values r, these lie between those of the coefficients σ, k_on B as they
 * are and over 1 + r, and so does the concentration, which grows as either falls.
 *
 * @return None where the sum of both r is more than the tolerance.
 */
std::unique_ptr<Evolution> linearized(const operators::FiniteCellSpace &space,
                                      const DiffusionProblem &problem, const Delivery &delivery,
                                      double duration, double tolerance) {
  auto linear = std::make_unique<LinearEvolution>(space, problem, delivery, duration, tolerance);
  while (!linear->is_prepared())
    linear->prepare();
  const Saturation saturation = linear->saturation();
  const double most = saturation.uptake + saturation.binding;
  if (most > tolerance)
    return nullptr;
  linear->set_linearization(most);
  return linear;
}

} // namespace

std::unique_ptr<Evolution> make_evolution(const operators::FiniteCellSpace &space,
                                          const DiffusionProblem &problem, const Delivery &delivery,
                                          double duration, double tolerance) {
  if (problem.is_linear() && !problem.flow)
    return std::make_unique<LinearEvolution>(space, problem, delivery, duration, tolerance);
  const bool lets_go = !problem.binding.exists() || problem.binding.off > 0.;
  if (lets_go && !problem.flow)
    if (auto linear = linearized(space, problem, delivery, duration, tolerance))
      return linear;
  return std::make_unique<DiffusionStepper>(space, problem, duration, tolerance);
}

} // namespace lacuna::transport
