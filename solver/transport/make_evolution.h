// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <solver/transport/delivery.h>
#include <solver/transport/diffusion_problem.h>
#include <solver/transport/evolution.h>

#include <memory>

namespace lacuna::transport {

/**
 * What a delivery becomes in the fluid: all at once where it is linear (see LinearEvolution), or as
 * good as linear to the tolerance, by steps (see DiffusionStepper) elsewhere.
 *
 * @param problem Its flux is that of the delivery. @param tolerance Relative to the largest
 *   concentration. What is referred to must outlive the evolution.
 */
std::unique_ptr<Evolution> make_evolution(const operators::FiniteCellSpace &space,
                                          const DiffusionProblem &problem, const Delivery &delivery,
                                          double duration, double tolerance);

} // namespace lacuna::transport
