// SPDX-License-Identifier: LGPL-2.1-or-later
#include <solver/observables/mechanics.h>

#include <fmt/format.h>

#include <cmath>
#include <limits>

namespace lacuna::observables {

namespace {

constexpr double unknown = std::numeric_limits<double>::quiet_NaN();

/** What is null in a record was not found. */
double number(const nlohmann::ordered_json &value) {
  return value.is_null() ? unknown : value.get<double>();
}

bool fails(const CompressionResult &result) {
  return result.has_strength && std::isfinite(result.strength.value);
}

void observe_scatter(const CompressionResult &result, Record &record) {
  const bool known = fails(result);
  const auto set = [&](const char *name, double value) {
    record.set(fmt::format("/mechanics/{}", name), known ? value : unknown);
  };
  set("strength_p05_Pa", result.scatter->quantile(0.05));
  set("strength_p95_Pa", result.scatter->quantile(0.95));
  set("strength_mean_Pa", result.scatter->mean());
  set("effective_volume_m3", result.effective_volume);
}

} // namespace

void observe_compression(const CompressionResult *result, Record &record) {
  adaptivity::Value modulus{unknown, unknown}, strength{unknown, unknown};
  double strain = unknown, first_crack = unknown;
  if (result)
    modulus = result->modulus;
  if (result && fails(*result)) {
    strength = result->strength;
    strain = result->strain_at_strength;
    first_crack = result->first_crack_stress;
  }
  record.set("/mechanics", "youngs_modulus", "Pa", modulus);
  record.set("/mechanics", "compressive_strength", "Pa", strength);
  record.set("/mechanics/strain_at_peak", strain);
  record.set("/mechanics/first_crack_stress_Pa", first_crack);
  if (result && result->scatter)
    observe_scatter(*result, record);
  if (result && !result->curve.empty())
    record.set("/mechanics/energy_to_failure_J", result->energy_to_failure);
  record.set_key("/mechanics/stiffness_Pa", nullptr);
  if (!result)
    return;
  record.set_key("/numerics/first_grid/modulus_Pa", result->first_grid.modulus);
  record.set_key("/numerics/first_grid/error_estimate", result->first_grid.error_estimate);
  record.set_key("/numerics/first_grid/strength_Pa", result->first_grid.strength);
  if (!result->symmetry.empty())
    record.set_key("/numerics/symmetry", result->symmetry);
  if (!result->corrected_by.empty())
    record.set_key("/numerics/corrected_by", result->corrected_by);
}

std::optional<double> mean_strength(const Record &record) {
  const auto &mechanics = record.json().at("mechanics");
  const double strength = number(mechanics.value("strength_mean_Pa", nlohmann::ordered_json())),
               median = number(mechanics.at("compressive_strength_Pa").at("value"));
  if (!std::isfinite(median))
    return std::nullopt;
  return std::isfinite(strength) ? strength : median;
}

mechanics::RefinedSpecimen refined_specimen(const Record &record) {
  const auto &first = record.json().at("numerics").at("first_grid");
  const auto value = [&](const char *name) -> adaptivity::Value {
    const auto &found = record.json().at("mechanics").at(name);
    return {number(found.at("value")), number(found.at("error"))};
  };
  return {{number(first.at("modulus_Pa")), number(first.at("error_estimate")),
           number(first.at("strength_Pa"))},
          value("youngs_modulus_Pa"),
          value("compressive_strength_Pa"),
          number(record.json().at("mechanics").at("strain_at_peak")),
          number(record.json().at("mechanics").at("first_crack_stress_Pa"))};
}

std::string curve_csv(const CompressionResult &result) {
  if (!result.curve.empty())
    return result.curve;
  constexpr unsigned int n = 20;
  const double end = fails(result) ? result.strain_at_strength : 0.01;
  const double slope = fails(result) ? result.strength.value / end : result.modulus.value;
  std::string text = "strain,stress_Pa\n";
  for (unsigned int i = 0; i <= n; ++i)
    text += fmt::format("{:.6g},{:.6g}\n", end * i / n, slope * end * i / n);
  return text;
}

} // namespace lacuna::observables
