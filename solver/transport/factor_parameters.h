// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <params/reader/registry.h>

#include <string>
#include <vector>

namespace lacuna::transport {

/** First-order rate (1/s) of what has the given half-life (s); 0 stands for never. */
double decay_rate(double half_life);

/** A diffusing molecule, SI units. Those that the library names need no parameters. */
struct FactorParameters {
  std::string name;
  double diffusivity = 0., half_life = 0., threshold = 0.;

  void declare(params::Registry &registry);

  /** Throws params::InputError for a factor unknown to the library without diffusivity. */
  void check(const params::Registry &registry) const;
};

/** The names in the library of factors. */
std::vector<std::string> known_factors();

} // namespace lacuna::transport
