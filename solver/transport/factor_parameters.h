// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <params/reader/registry.h>
#include <solver/transport/reactions.h>

#include <string>
#include <vector>

namespace lacuna::transport {

constexpr double avogadro = 6.02214076e23;

/** First-order rate (1/s) of what has the given half-life (s); 0 stands for never. */
double decay_rate(double half_life);

/** A diffusing molecule, SI units. Those that the library names need no parameters. */
struct FactorParameters {
  std::string name;
  double diffusivity = 0., half_life = 0., threshold = 0.;
  /** Its sites are of the fluid around the scaffold: clot, tissue; none in a medium. */
  Binding binding = {};
  /** Molecules that one cell takes up in a second at the most, and where it takes half of them. */
  double uptake_rate = 0., half_saturation = 1.;
  /** Factor on what each coating holds. */
  double relative_load = 1.;

  void declare(params::Registry &registry);

  /** Throws params::InputError for a factor unknown to the library without diffusivity. */
  void check(const params::Registry &registry) const;

  /** Uptake by a layer of so many cells per area (1/m²). */
  Uptake uptake(double cell_density) const {
    return {cell_density * uptake_rate / avogadro, half_saturation};
  }
};

/** The names in the library of factors. */
std::vector<std::string> known_factors();

} // namespace lacuna::transport
