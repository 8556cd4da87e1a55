// SPDX-License-Identifier: LGPL-2.1-or-later
#include <solver/observables/mechanics.h>

#include <fmt/format.h>

#include <cmath>
#include <limits>

namespace lacuna::observables {

namespace {

bool cracks(const CompressionResult &result) {
  return result.has_strength && std::isfinite(result.first_crack_stress.value);
}

} // namespace

void observe_compression(const CompressionResult *result, Record &record) {
  constexpr double unknown = std::numeric_limits<double>::quiet_NaN();
  mechanics::Value modulus{unknown, unknown}, strength{unknown, unknown};
  if (result)
    modulus = result->modulus;
  if (result && cracks(*result))
    strength = result->first_crack_stress;
  record.set("/mechanics", "youngs_modulus", "Pa", modulus);
  record.set("/mechanics", "compressive_strength", "Pa", strength);
  record.set("/mechanics/strain_at_peak",
             result && cracks(*result) ? result->first_crack_strain : unknown);
  record.set("/mechanics/first_crack_stress_Pa", strength.value);
  record.set_key("/mechanics/stiffness_Pa", nullptr);
}

std::string curve_csv(const CompressionResult &result) {
  constexpr unsigned int n = 20;
  const double end = cracks(result) ? result.first_crack_strain : 0.01;
  const double slope =
      cracks(result) ? result.first_crack_stress.value / end : result.modulus.value;
  std::string text = "strain,stress_Pa\n";
  for (unsigned int i = 0; i <= n; ++i)
    text += fmt::format("{:.6g},{:.6g}\n", end * i / n, slope * end * i / n);
  return text;
}

} // namespace lacuna::observables
