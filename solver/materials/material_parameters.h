// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <params/reader/registry.h>
#include <solver/materials/isotropic.h>

#include <cmath>
#include <limits>

namespace lacuna::materials {

/** The strut material, SI units. */
struct MaterialParameters {
  double youngs_modulus, poissons_ratio, tensile_strength, fracture_toughness, weibull_modulus,
      reference_volume;
  /** By default none is. */
  double compressive_strength = std::numeric_limits<double>::infinity();

  void declare(params::Registry &registry);
  /** (KIC/σt)² / (2π), over which stress is averaged (m). */
  double averaging_length() const {
    const double ratio = fracture_toughness / tensile_strength;
    return ratio * ratio / (2. * M_PI);
  }
  /** Gc = KIC² (1 − ν²) / E (J/m²), of a crack in plane strain. */
  double energy_release_rate() const {
    return fracture_toughness * fracture_toughness * (1. - poissons_ratio * poissons_ratio) /
           youngs_modulus;
  }
  Isotropic elasticity() const { return {youngs_modulus, poissons_ratio}; }
};

} // namespace lacuna::materials
