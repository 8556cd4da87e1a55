// SPDX-License-Identifier: LGPL-2.1-or-later
#include <solver/transport/migrasome_layer.h>

#include <solver/transport/factor_parameters.h>
#include <solver/transport/size_distribution.h>

namespace lacuna::transport {

namespace {

/** Diameters that are called migrasomes (m): Med Sci Monit 2023;29:e940118. */
constexpr double smallest = 0.5e-6, largest = 3e-6;

} // namespace

void MigrasomeParameters::declare(params::Registry &registry) {
  const std::string s = "Migrasomes";
  registry.section_changes(s, params::Changes::transport);
  registry.boolean(s, "Enabled", enabled, false,
                   "Whether the scaffold is coated with migrasomes; the same as Kind = migrasomes "
                   "in Coating");
  registry.quantity(s, "Areal density", areal_density, params::areal_density, "1e4 /mm^2",
                    {"0", "1e7 /mm^2"}, "Migrasomes per area that they cover",
                    "assumed: 3e3–3e4 /mm^2");
  registry.quantity(s, "Cargo", cargo, params::dimensionless, "1000", {"0", "1e9"},
                    "Molecules of each factor in a migrasome, their mean", "assumed");
  registry.quantity(s, "Rupture half-life", rupture_half_life, params::time, "10 d",
                    {"0", "3650 d"}, "Half-life of migrasomes against rupture; 0 for never",
                    "assumed: 0.3–30 d");
  registry.quantity(s, "Leak half-life", leak_half_life, params::time, "0", {"0", "3650 d"},
                    "Half-life of the cargo against leakage, of migrasomes of the median "
                    "diameter; 0 for no leakage",
                    "assumed");
  registry.quantity(s, "Engulf half-life", engulf_half_life, params::time, "20 d", {"0", "3650 d"},
                    "Half-life of migrasomes against being engulfed by cells; 0 for never",
                    "assumed");
  registry.quantity(s, "Diameter", diameter, params::length, "1.5 um", {"0.5 um", "3 um"},
                    "Median diameter", "0.5–3 um: Med Sci Monit 2023;29:e940118");
  registry.quantity(s, "Diameter spread", diameter_spread, params::dimensionless, "0.4", {"0", "2"},
                    "Standard deviation of the diameter's logarithm, within 0.5–3 um", "assumed");
}

Delivery migrasome_delivery(const MigrasomeParameters &p) {
  const double load = p.areal_density * p.cargo / avogadro;
  std::vector<Portion> portions;
  for (const SizeClass &size : size_classes(p.diameter, p.diameter_spread, smallest, largest))
    portions.push_back({load * size.share,
                        decay_rate(p.rupture_half_life) +
                            decay_rate(p.leak_half_life) * p.diameter / size.diameter,
                        decay_rate(p.engulf_half_life)});
  return Delivery(portions);
}

} // namespace lacuna::transport
