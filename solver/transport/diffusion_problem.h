// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <solver/transport/cut_surface.h>
#include <solver/transport/fluid.h>
#include <solver/transport/reactions.h>

#include <functional>

namespace lacuna::transport {

/** Fluid is exchanged for fresh one at times between the start and the end (s), ascending. */
struct MediumChanges {
  std::vector<double> times;
  /** Volume exchanged at each node (m³); what is bound stays. */
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
  /** Its integral from 0 to t, which steps then keep to exactly; none for theirs. */
  std::function<double(double)> released = {};
  /** The cut surface, where it is covered; none for all of it. */
  const CutSurface *surface = nullptr;
  /** Amount (mol) at each free node at the start; none for zero. */
  const Vector *initial = nullptr;
  /** Where the fluid differs, sites and all; none for the same everywhere. */
  const Regions *regions = nullptr;
  MediumChanges changes = {};
  /** Which carries the factor; none for a fluid at rest, and where regions differ. */
  const Flow *flow = nullptr;

  bool is_linear() const { return !binding.exists() && !uptake.exists(); }
};

} // namespace lacuna::transport
