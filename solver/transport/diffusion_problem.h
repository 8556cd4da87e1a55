// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <solver/transport/cut_surface.h>
#include <solver/transport/fluid.h>
#include <solver/transport/reactions.h>

#include <functional>

namespace lacuna::transport {

/** Changes of medium, at ascending times (s) between the start and the end. */
struct MediumChanges {
  std::vector<double> times;
  /** Fluid that a change replaces by fresh one at each node (m³); what is bound stays. */
  const Vector *volume = nullptr;

  /** Brings a concentration at nodes of these volumes to what it is after a change. */
  void apply(const Vector &volumes, Vector &concentration) const;
};

/**
 * What drives a concentration: flux through the cut surface, decay, clearance at the boundary,
 * binding in the fluid, uptake at the cut surface, what is in the fluid at the start.
 */
struct DiffusionProblem {
  double diffusivity;
  double decay;
  std::array<double, 6> clearance;
  /** Flux density into the fluid (mol/(m² s)) at time t, the same on all that is covered. */
  std::function<double(double)> flux;
  Binding binding = {};
  Uptake uptake = {};
  /** Integral of the flux from 0 to t (mol/m²). Steps release exactly that amount; without it they
   * release the integral of their own stages. */
  std::function<double(double)> released = {};
  /** The covered part of the cut surface; null where all of it is covered. */
  const CutSurface *surface = nullptr;
  /** Amount (mol) at each free node at the start; null for an empty fluid. */
  const Vector *initial = nullptr;
  /** Regions that differ in diffusivity, decay or binding sites; null for a uniform fluid. */
  const Regions *regions = nullptr;
  MediumChanges changes = {};
  /** Velocity that carries the factor; null for a fluid at rest. Regions exclude it. */
  const Flow *flow = nullptr;

  bool is_linear() const { return !binding.exists() && !uptake.exists(); }
};

} // namespace lacuna::transport
