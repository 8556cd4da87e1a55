// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <params/reader/registry.h>
#include <solver/transport/delivery.h>

namespace lacuna::transport {

/** The coating of migrasomes; off for a plain scaffold. SI units. */
struct MigrasomeParameters {
  bool enabled;
  double areal_density, cargo;
  double rupture_half_life, leak_half_life, engulf_half_life;
  double diameter = 1.5e-6, diameter_spread = 0.;

  void declare(params::Registry &registry);
};

/**
 * What a layer of migrasomes delivers. Those of one size are a portion with
 *   k_release = k_rupture + k_leak,
 * released into the fluid; engulfed migrasomes hand their cargo to cells. Diameters are lognormal;
 * the cargo goes with the volume, the leak through the membrane with area over volume.
 */
Delivery migrasome_delivery(const MigrasomeParameters &parameters);

} // namespace lacuna::transport
