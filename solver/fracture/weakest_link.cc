// SPDX-License-Identifier: LGPL-2.1-or-later
#include <solver/fracture/weakest_link.h>

#include <cmath>
#include <limits>

namespace lacuna::fracture {

WeibullStrength WeibullStrength::of_median(double median, double modulus) {
  return {median / WeibullStrength(1., modulus).median(), modulus};
}

double WeibullStrength::quantile(double p) const {
  return scale_ * std::pow(-std::log1p(-p), 1. / modulus_);
}

double WeibullStrength::mean() const {
  return scale_ * std::tgamma(1. + 1. / modulus_);
}

WeakestLink weakest_link(const AveragedStress &stress,
                         const materials::MaterialParameters &material, unsigned int n_parts) {
  const double m = material.weibull_modulus, volume = n_parts * stress.effective_volume(m);
  const double scale = volume > 0. ? material.tensile_strength / stress.peak() *
                                         std::pow(material.reference_volume / volume, 1. / m)
                                   : std::numeric_limits<double>::infinity();
  return {volume, {scale, m}};
}

} // namespace lacuna::fracture
