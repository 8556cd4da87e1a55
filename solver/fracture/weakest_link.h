// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <solver/fracture/averaged_stress.h>
#include <solver/materials/material_parameters.h>

namespace lacuna::fracture {

/** P(S < s) = 1 − exp(−(s/scale)^modulus): a strength that scatters (Weibull 1939). */
class WeibullStrength {
public:
  WeibullStrength(double scale, double modulus) : scale_(scale), modulus_(modulus) {}

  static WeibullStrength of_median(double median, double modulus);

  /** Exceeded with probability 1 − p. */
  double quantile(double p) const;
  double median() const { return quantile(0.5); }
  double mean() const;

private:
  double scale_, modulus_;
};

/**
 * A specimen whose volume fails where its weakest part does: under a load factor F, with s the
 * averaged principal stress of the linear solution,
 *   P(F) = 1 − exp(−∫ (F s/σ₀)^m dx/V₀) = 1 − exp(−V_eff/V₀ (F max s/σ₀)^m).
 */
struct WeakestLink {
  /** V_eff = ∫ (s / max s)^m dx (m³): the volume under uniform tension of max s as likely to fail.
   */
  double effective_volume;
  /** The factor on the load at failure; its scale is infinite without tension. */
  WeibullStrength load_factor;
};

/** @param n_parts Mirror images of the part solved that make up the specimen. */
WeakestLink weakest_link(const AveragedStress &stress,
                         const materials::MaterialParameters &material, unsigned int n_parts);

} // namespace lacuna::fracture
