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
  double cell_density;
  bool uptake;
  std::vector<double> output_times;

  void declare(params::Registry &registry);
};

} // namespace lacuna::transport
