// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <solver/transport/culture.h>
#include <solver/transport/factor_parameters.h>
#include <solver/transport/migrasome_layer.h>

namespace lacuna::transport {

/** A burst, then a constant rate; or a power of the time. */
enum class AdsorbedLaw { first_order, power_law };

inline params::Words<AdsorbedLaw> words(AdsorbedLaw) {
  return {{AdsorbedLaw::first_order, "first order"}, {AdsorbedLaw::power_law, "power law"}};
}

/** A factor adsorbed on the scaffold's surface. SI units. */
struct AdsorbedParameters {
  double areal_density;
  AdsorbedLaw law;
  double burst, burst_half_life, release_rate;
  double exponent, whole_time;

  void declare(params::Registry &registry);
};

/** Vesicles adsorbed on the scaffold's surface and released whole. SI units. */
struct ExosomeParameters {
  double areal_density, cargo, diameter, diameter_spread;
  double release_half_life, half_life;
  double uptake_rate, half_saturation;

  void declare(params::Registry &registry);

  /**
   * Of the mean diameter, each with its share of the cargo (m²/s): the harmonic mean, with which
   * one concentration has the exposure that all sizes have together where diffusion limits it.
   */
  double diffusivity() const;
};

/** What holds the factors. */
enum class CoatingKind { none, migrasomes, adsorbed, exosomes, soaked };

inline params::Words<CoatingKind> words(CoatingKind) {
  return {{CoatingKind::none, "none"},
          {CoatingKind::migrasomes, "migrasomes"},
          {CoatingKind::adsorbed, "adsorbed"},
          {CoatingKind::exosomes, "exosomes"},
          {CoatingKind::soaked, "soaked"}};
}

/** What a scaffold carries, SI units; nothing on a plain one. */
struct CoatingParameters {
  CoatingKind kind;
  double coverage, patch_size;
  double soaked_concentration;
  CultureParameters culture;
  MigrasomeParameters migrasomes;
  AdsorbedParameters adsorbed;
  ExosomeParameters exosomes;

  void declare(params::Registry &registry);

  /** Throws params::InputError where Migrasomes/Enabled contradicts the kind. */
  void check(const params::Registry &registry) const;

  CoatingKind chosen() const { return migrasomes.enabled ? CoatingKind::migrasomes : kind; }
  bool exists() const { return chosen() != CoatingKind::none; }

  /** Share of the surface that is covered, and the migrasomes there. */
  double covered_share() const { return is_deposited() ? culture.coverage() : coverage; }
  MigrasomeParameters layer() const;

private:
  bool is_deposited() const { return chosen() == CoatingKind::migrasomes && culture.deposits(); }
};

/** A factor on a coated scaffold. */
struct Carried {
  /** How it moves, decays, binds and is taken up; inside a vesicle as the vesicle does. */
  FactorParameters factor;
  /** From the covered part of the surface. */
  Delivery delivery;
  /** In the pore space at the start (mol/m³). */
  double soaked = 0.;
};

Carried carry(const CoatingParameters &coating, const FactorParameters &factor);

/** Diffusivity (m²/s) of a sphere in water at 37 °C by Stokes and Einstein; diameter in m. */
double diffusivity_in_water(double diameter);

} // namespace lacuna::transport
