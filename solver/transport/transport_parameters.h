// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <params/reader/registry.h>

#include <string>
#include <vector>

namespace lacuna::transport {

/** Where factors go and for how long, SI units. */
struct TransportParameters {
  bool enabled;
  std::string surroundings;
  double margin;
  double clearance;
  double duration;
  double cell_size;
  double time_tolerance;
  std::vector<double> output_times;

  void declare(params::Registry &registry);
};

/** First-order rate (1/s) of what has the given half-life (s); 0 stands for never. */
double decay_rate(double half_life);

/** A diffusing molecule, SI units. */
struct FactorParameters {
  std::string name;
  double diffusivity, half_life, threshold;

  void declare(params::Registry &registry);
};

} // namespace lacuna::transport
