// SPDX-License-Identifier: LGPL-2.1-or-later
#include <solver/transport/migrasome_layer.h>

#include <solver/transport/factor_parameters.h>

#include <cmath>

namespace lacuna::transport {

void MigrasomeParameters::declare(params::Registry &registry) {
  const std::string s = "Migrasomes";
  registry.boolean(s, "Enabled", enabled, false, "Whether the scaffold is coated");
  registry.quantity(s, "Areal density", areal_density, params::areal_density, "1e4 /mm^2",
                    {"0", "1e7 /mm^2"}, "Migrasomes per area of the scaffold's surface",
                    "assumed: 3e3–3e4 /mm^2");
  registry.quantity(s, "Cargo", cargo, params::dimensionless, "1000", {"0", "1e9"},
                    "Molecules of each factor in a migrasome", "assumed");
  registry.quantity(s, "Rupture half-life", rupture_half_life, params::time, "10 d",
                    {"0", "3650 d"}, "Half-life of migrasomes against rupture; 0 for never",
                    "assumed: 0.3–30 d");
  registry.quantity(s, "Leak half-life", leak_half_life, params::time, "0", {"0", "3650 d"},
                    "Half-life of the cargo against leakage; 0 for no leakage", "assumed");
  registry.quantity(s, "Engulf half-life", engulf_half_life, params::time, "20 d", {"0", "3650 d"},
                    "Half-life of migrasomes against being engulfed by cells; 0 for never",
                    "assumed");
}

MigrasomeLayer::MigrasomeLayer(const MigrasomeParameters &parameters)
    : load_(parameters.enabled ? parameters.areal_density * parameters.cargo / avogadro : 0.),
      release_rate_(decay_rate(parameters.rupture_half_life) +
                    decay_rate(parameters.leak_half_life)),
      engulf_rate_(decay_rate(parameters.engulf_half_life)) {}

double MigrasomeLayer::flux(double t) const {
  return load_ * release_rate_ * std::exp(-(release_rate_ + engulf_rate_) * t);
}

double MigrasomeLayer::engulfed(double t) const {
  const double total = release_rate_ + engulf_rate_;
  return total > 0. ? load_ * engulf_rate_ / total * -std::expm1(-total * t) : 0.;
}

} // namespace lacuna::transport
