// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <params/reader/registry.h>

namespace lacuna::transport {

/** The coating of migrasomes; off for a plain scaffold. SI units. */
struct MigrasomeParameters {
  bool enabled;
  double areal_density, cargo;
  double rupture_half_life, leak_half_life, engulf_half_life;

  void declare(params::Registry &registry);
};

/**
 * What a layer of migrasomes delivers per area of the scaffold's surface. The intact share m obeys
 *   dm/dt = −(k_rupture + k_leak + k_engulf) m,   m(0) = 1.
 * Rupture and leakage release into the fluid; engulfed migrasomes hand their cargo to cells.
 */
class MigrasomeLayer {
public:
  explicit MigrasomeLayer(const MigrasomeParameters &parameters);

  /** Flux into the fluid at time t (mol/(m² s)). */
  double flux(double t) const;

  /** Cargo loaded at t = 0 (mol/m²). */
  double load() const { return load_; }

  /** Cargo taken in with engulfed migrasomes until t (mol/m²). */
  double engulfed(double t) const;

private:
  double load_, release_rate_, engulf_rate_;
};

} // namespace lacuna::transport
