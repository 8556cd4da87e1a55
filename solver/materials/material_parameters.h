// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <params/reader/registry.h>
#include <solver/materials/isotropic.h>

namespace lacuna::materials {

/** The strut material, SI units. */
struct MaterialParameters {
  double youngs_modulus, poissons_ratio, tensile_strength, fracture_toughness, weibull_modulus;

  void declare(params::Registry &registry);
  Isotropic elasticity() const { return {youngs_modulus, poissons_ratio}; }
};

} // namespace lacuna::materials
