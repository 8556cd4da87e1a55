// SPDX-License-Identifier: LGPL-2.1-or-later
#include <solver/transport/coating.h>

#include <solver/transport/size_distribution.h>

#include <cmath>

namespace lacuna::transport {

namespace {

Delivery adsorbed_delivery(const AdsorbedParameters &p) {
  const double load = p.areal_density / avogadro;
  if (p.law == AdsorbedLaw::power_law)
    return Delivery({}, {load, p.whole_time, p.exponent});
  return Delivery(std::vector<Portion>{{load * p.burst, decay_rate(p.burst_half_life)},
                                       {load * (1. - p.burst), p.release_rate}});
}

FactorParameters in_vesicles(FactorParameters factor, const ExosomeParameters &p) {
  factor.diffusivity = p.diffusivity();
  factor.half_life = p.half_life;
  factor.binding = {};
  const double cargo = p.cargo * factor.relative_load;
  factor.uptake_rate = p.uptake_rate * cargo;
  factor.half_saturation = p.half_saturation * cargo / avogadro;
  return factor;
}

} // namespace

void AdsorbedParameters::declare(params::Registry &registry) {
  const std::string s = "Adsorbed";
  registry.section_changes(s, params::Changes::transport);
  registry.quantity(s, "Areal density", areal_density, params::areal_density, "1e7 /mm^2",
                    {"0", "1e14 /mm^2"}, "Molecules of each factor per area of the surface",
                    "assumed: what migrasomes hold by default");
  registry.choice(
      s, "Law", law, AdsorbedLaw::first_order,
      "first order: a burst, then a constant rate; power law: the share released "
      "until t is (t / Whole time)^Exponent (Korsmeyer and Peppas), which holds for the "
      "first 60 %; beyond it is an extrapolation");
  registry.quantity(s, "Burst", burst, params::dimensionless, "30 %", {"0 %", "100 %"},
                    "Share that leaves with the burst", "assumed for BMP2 on a ceramic");
  registry.quantity(s, "Burst half-life", burst_half_life, params::time, "2 h", {"1 s", "30 d"},
                    "Half-life of that share on the surface", "assumed");
  registry.quantity(s, "Release rate", release_rate, params::rate, "0.1 /d", {"0", "1 /s"},
                    "Rate at which the rest leaves", "assumed for BMP2 on a ceramic");
  registry.quantity(s, "Exponent", exponent, params::dimensionless, "0.45", {"0.05", "1"},
                    "Of the power law", "assumed: diffusion out of cylinders");
  registry.quantity(s, "Whole time", whole_time, params::time, "28 d", {"1 min", "3650 d"},
                    "When all has left by the power law", "assumed");
}

void ExosomeParameters::declare(params::Registry &registry) {
  const std::string s = "Exosomes";
  registry.section_changes(s, params::Changes::transport);
  registry.quantity(s, "Areal density", areal_density, params::areal_density, "1e6 /mm^2",
                    {"0", "1e9 /mm^2"}, "Vesicles per area of the surface", "assumed");
  registry.quantity(s, "Cargo", cargo, params::dimensionless, "10", {"0", "1e6"},
                    "Molecules of each factor in a vesicle", "assumed");
  registry.quantity(s, "Diameter", diameter, params::length, "100 nm", {"40 nm", "150 nm"},
                    "Median of the vesicles, which diffuse as spheres in water at 37 °C",
                    "assumed");
  registry.quantity(s, "Diameter spread", diameter_spread, params::dimensionless, "0.25",
                    {"0", "2"},
                    "Standard deviation of the diameter's logarithm, within 40–150 nm; cargo goes "
                    "with the volume",
                    "assumed");
  registry.quantity(s, "Release half-life", release_half_life, params::time, "2 d", {"0", "3650 d"},
                    "Half-life of vesicles on the surface; 0 for ever", "assumed");
  registry.quantity(s, "Half-life", half_life, params::time, "0", {"0", "3650 d"},
                    "Half-life of vesicles in the fluid, which shield their cargo; 0 for ever",
                    "assumed");
  registry.quantity(s, "Uptake rate", uptake_rate, params::rate, "0.1 /s", {"0", "1e4 /s"},
                    "Vesicles that a cell internalises in a second at the most", "assumed");
  registry.quantity(s, "Uptake half-saturation", half_saturation, params::number_density,
                    "1e15 /m^3", {"1e6 /m^3", "1e24 /m^3"},
                    "Vesicles per volume of fluid at which a cell internalises half of that",
                    "assumed: 1e9 /mL");
}

void CoatingParameters::declare(params::Registry &registry) {
  const std::string s = "Coating";
  registry.section_changes(s, params::Changes::transport);
  registry.choice(s, "Kind", kind, CoatingKind::none,
                  "What holds the factors: migrasomes on the surface, the factor adsorbed there, "
                  "vesicles adsorbed there, or the fluid in the pores at the start (soaked)");
  registry.quantity(s, "Coverage", coverage, params::dimensionless, "100 %", {"1 %", "100 %"},
                    "Share of the surface that is covered, in patches by the specimen's seed",
                    "cells cover nearly all by day 14, 10.34133/research.1220; Culture/Layer = "
                    "deposited computes it");
  registry.quantity(s, "Patch size", patch_size, params::length, "300 um", {"1 um", "10 mm"},
                    "From the middle of a patch to the next", "assumed");
  registry.quantity(s, "Soaked concentration", soaked_concentration, params::concentration, "2 nM",
                    {"0", "1 M"}, "Of each factor in the pore space of a soaked scaffold",
                    "assumed");
  culture.declare(registry);
  migrasomes.declare(registry);
  adsorbed.declare(registry);
  exosomes.declare(registry);
}

void CoatingParameters::check(const params::Registry &registry) const {
  if (migrasomes.enabled && kind != CoatingKind::none && kind != CoatingKind::migrasomes)
    registry.reject("Migrasomes", "Enabled",
                    "false where Kind of Coating is " + params::word(kind));
}

double ExosomeParameters::diffusivity() const {
  double mean_diameter = 0.;
  for (const SizeClass &size : size_classes(diameter, diameter_spread, 40e-9, 150e-9))
    mean_diameter += size.share * size.diameter;
  return diffusivity_in_water(mean_diameter);
}

MigrasomeParameters CoatingParameters::layer() const {
  MigrasomeParameters result = migrasomes;
  if (is_deposited())
    result.areal_density = culture.mean_density() / culture.coverage();
  return result;
}

Carried carry(const CoatingParameters &coating, const FactorParameters &factor) {
  const CoatingKind kind = coating.chosen();
  const double relative = factor.relative_load;
  if (kind == CoatingKind::migrasomes)
    return {factor, migrasome_delivery(coating.layer()).scaled(relative)};
  if (kind == CoatingKind::adsorbed)
    return {factor, adsorbed_delivery(coating.adsorbed).scaled(relative)};
  if (kind == CoatingKind::soaked)
    return {factor, Delivery(), coating.soaked_concentration * relative};
  if (kind == CoatingKind::none || relative * coating.exosomes.cargo == 0.)
    return {factor, Delivery()};
  const ExosomeParameters &p = coating.exosomes;
  const Portion portion = {p.areal_density * p.cargo * relative / avogadro,
                           decay_rate(p.release_half_life)};
  return {in_vesicles(factor, p), Delivery(std::vector<Portion>{portion})};
}

double diffusivity_in_water(double diameter) {
  constexpr double boltzmann = 1.380649e-23, temperature = 310.15, viscosity = 0.691e-3;
  return boltzmann * temperature / (3. * M_PI * viscosity * diameter);
}

} // namespace lacuna::transport
