// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <solver/multigrid/make_operator.h>
#include <solver/operators/reaction_diffusion.h>

#include <functional>
#include <memory>

namespace lacuna::transport {

using operators::Vector;

/** Amounts (mol) that entered and left the fluid. */
struct Balance {
  double released = 0., degraded = 0., cleared = 0.;
};

/** What drives a concentration: flux through the cut surface, decay, clearance at the boundary. */
struct DiffusionProblem {
  double diffusivity;
  double decay;
  std::array<double, 6> clearance;
  /** Flux density into the fluid (mol/(m² s)) at time t, the same on all of the cut surface. */
  std::function<double(double)> flux;
};

/**
 * Diffusion with first-order decay in time,
 *   M dc/dt = s(t) − K c,
 * by TR-BDF2 (Bank et al. 1985, 10.1109/T-ED.1985.22232): second order, L-stable, both implicit
 * stages with the same matrix, and a third-order companion that tells the error of a step
 * (Hosea & Shampine 1996, 10.1016/0168-9274(95)00115-8). Steps are duration / 2^k, doubled or
 * halved as the error asks, so that few different matrices occur and the end is met exactly. The
 * balance is integrated with the same weights and therefore closes to the solver's tolerance.
 */
class DiffusionStepper {
public:
  /** `space` must have degree 1; starts from zero concentration. */
  DiffusionStepper(const operators::FiniteCellSpace &space, const DiffusionProblem &problem,
                   double duration, double tolerance);

  double time() const { return time_; }
  bool is_done() const { return position_ == n_finest_; }
  unsigned int n_steps() const { return n_steps_; }
  unsigned int n_iterations() const { return n_iterations_; }

  /** Concentration (mol/m³), distributed. */
  const Vector &concentration() const { return concentration_; }

  /** Concentration before the last step, and its time. */
  const Vector &previous() const { return previous_; }
  double previous_time() const { return previous_time_; }

  const Balance &balance() const { return balance_; }

  /** Amount in the fluid (mol). */
  double amount() const;

  /** Area of the cut surface (m²). */
  double surface_area() const { return surface_area_; }

  /** Takes one step that meets the tolerance, or the finest. */
  void step();

private:
  bool try_step();
  Vector rate(double t, const Vector &c) const;
  void set_step(unsigned long step);
  void assemble_surface();

  const operators::FiniteCellSpace &space_;
  DiffusionProblem problem_;
  double duration_, tolerance_;
  /** K */
  operators::ReactionDiffusion form_;
  std::unique_ptr<operators::Operator> mass_, stiffness_, implicit_;
  /** ∫ N ds over the cut surface; ∫ N dx; κ ∫ N ds over the boundary. */
  Vector surface_, volume_, clearance_;
  double surface_area_ = 0.;
  /** Time and step in units of the finest step duration / n_finest. */
  static constexpr unsigned long n_finest_ = 1ul << 20;
  unsigned long position_ = 0, step_ = 0;
  double time_ = 0., previous_time_ = 0.;
  /** Largest concentration so far, the measure of errors. */
  double peak_ = 0.;
  Vector concentration_, previous_;
  Balance balance_;
  unsigned int n_steps_ = 0, n_iterations_ = 0;
};

} // namespace lacuna::transport
