// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <solver/materials/material_parameters.h>
#include <solver/operators/elasticity.h>

namespace lacuna::fracture {

using operators::Vector;

/**
 * Largest principal stress averaged over the material length ℓ = (KIC/σt)² / (2π): the solution s
 * of s − ℓ² Δs = max(σ₁, 0) in the solid,  ∂s/∂n = 0 on its surface (implicit gradient averaging,
 * Peerlings et al. 1996, 10.1002/(SICI)1097-0207(19961015)39:19<3391::AID-NME7>3.0.CO;2-D), which
 * never averages across a pore. At the tip of a crack under mode I it gives s = 0.405 K / √ℓ, that
 * is s = 1.01 σt at K = KIC, and under uniform tension s = σ₁: both limits of strength come out of
 * one rule.
 */
class FirstCrack {
public:
  FirstCrack(const operators::Elasticity &elasticity, const Vector &displacement,
             const materials::MaterialParameters &material);

  /** Averaged principal stress (Pa) under the given displacement; distributed. */
  const Vector &averaged_stress() const { return averaged_; }

  /** Its largest value in the solid (Pa). */
  double peak() const { return peak_; }

  /** Factor on the displacement at which the first crack starts; infinite without tension. */
  double load_factor() const;

private:
  double strength_, peak_;
  Vector averaged_;
};

} // namespace lacuna::fracture
