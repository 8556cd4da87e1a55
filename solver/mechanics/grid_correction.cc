// SPDX-License-Identifier: LGPL-2.1-or-later
#include <solver/mechanics/grid_correction.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

namespace lacuna::mechanics {

GridCorrection::Sample GridCorrection::sample(const std::vector<double> &values) {
  const double n = values.size();
  const double mean = std::accumulate(values.begin(), values.end(), 0.) / n;
  double squares = 0.;
  for (const double value : values)
    squares += (value - mean) * (value - mean);
  return {mean, values.size() > 1 ? std::sqrt(squares / (n - 1.)) : 0.};
}

GridCorrection::GridCorrection(const std::vector<RefinedSpecimen> &refined)
    : scales_(std::all_of(
          refined.begin(), refined.end(),
          [](const auto &specimen) { return specimen.first_grid.error_estimate > 0.; })),
      change_per_estimate_{0., 0.}, strength_ratio_{1., 0.}, strain_ratio_{1., 0.},
      first_crack_ratio_{std::numeric_limits<double>::quiet_NaN(), 0.},
      strength_error_(std::numeric_limits<double>::quiet_NaN()) {
  std::vector<double> changes, moduli, modulus_errors, strengths, strength_errors, strains, cracks;
  for (const auto &[first, modulus, strength, strain, first_crack] : refined) {
    moduli.push_back(modulus.value / first.modulus);
    modulus_errors.push_back(modulus.error / modulus.value);
    changes.push_back((1. - moduli.back()) / first.error_estimate);
    if (!std::isfinite(strength.value) || !std::isfinite(first.strength))
      continue;
    strengths.push_back(strength.value / first.strength);
    strength_errors.push_back(strength.error / strength.value);
    strains.push_back(strain * first.modulus / first.strength);
    cracks.push_back(first_crack / first.strength);
  }
  modulus_ratio_ = sample(moduli);
  modulus_error_ = sample(modulus_errors).mean;
  if (scales_)
    change_per_estimate_ = sample(changes);
  if (!strengths.empty()) {
    strength_ratio_ = sample(strengths);
    strength_error_ = sample(strength_errors).mean;
    strain_ratio_ = sample(strains);
    first_crack_ratio_ = sample(cracks);
  }
}

adaptivity::Value GridCorrection::modulus(const FirstGrid &first) const {
  const double by_ratio = first.modulus * modulus_ratio_.mean;
  if (!scales_)
    return {by_ratio, by_ratio * modulus_error_ + first.modulus * modulus_ratio_.deviation};
  const double value = first.modulus * (1. - change_per_estimate_.mean * first.error_estimate);
  const double spread = first.modulus * first.error_estimate * change_per_estimate_.deviation;
  return {value, value * modulus_error_ + std::abs(value - by_ratio) + spread};
}

adaptivity::Value GridCorrection::strength(const FirstGrid &first) const {
  const double value = first.strength * strength_ratio_.mean;
  return {value, value * (strength_error_ + strength_ratio_.deviation / strength_ratio_.mean)};
}

double GridCorrection::strain_at_strength(const FirstGrid &first) const {
  return first.strength / first.modulus * strain_ratio_.mean;
}

double GridCorrection::first_crack(const FirstGrid &first) const {
  return first.strength * first_crack_ratio_.mean;
}

} // namespace lacuna::mechanics
