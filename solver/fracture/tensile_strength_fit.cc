// SPDX-License-Identifier: LGPL-2.1-or-later
#include <solver/fracture/tensile_strength_fit.h>

#include <deal.II/base/exceptions.h>

#include <algorithm>
#include <cmath>

namespace lacuna::fracture {

namespace {

constexpr double least_power = 0.1;
constexpr double agreement = 0.005; // relative
constexpr double probe = 1.2;       // times the tensile strength, to see the power

double power_of(const std::vector<StrengthPrediction> &predictions) {
  if (predictions.size() < 2)
    return 1.;
  const StrengthPrediction &first = predictions.end()[-2], &second = predictions.back();
  return std::log(second.strength / first.strength) /
         std::log(second.tensile_strength / first.tensile_strength);
}

} // namespace

TensileStrengthFit fit_tensile_strength(double measured,
                                        const std::vector<StrengthPrediction> &predictions) {
  Assert(!predictions.empty() && measured > 0.,
         dealii::ExcMessage("a fit must have a measurement and a prediction"));
  const StrengthPrediction &last = predictions.back();
  const double found = power_of(predictions), power = std::clamp(found, least_power, 1.);
  return {last.tensile_strength * std::pow(measured / last.strength, 1. / power), power,
          found >= least_power};
}

std::optional<double> next_tensile_strength(double measured,
                                            const std::vector<StrengthPrediction> &predictions) {
  const StrengthPrediction &last = predictions.back();
  if (std::abs(std::log(measured / last.strength)) > agreement)
    return fit_tensile_strength(measured, predictions).value;
  return predictions.size() > 1 ? std::nullopt : std::optional(probe * last.tensile_strength);
}

} // namespace lacuna::fracture
