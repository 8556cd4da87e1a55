// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <optional>
#include <vector>

namespace lacuna::fracture {

/** The strength of a specimen that a study predicts with a tensile strength of the strut (Pa). */
struct StrengthPrediction {
  double tensile_strength, strength;
};

/** The tensile strength with which prediction and measurement agree. */
struct TensileStrengthFit {
  double value; ///< Pa
  /**
   * d log(strength) / d log(tensile strength). At a fixed material length (KIC/σt)²/(2π) it is 1;
   * at a fixed toughness it is less, from the last two predictions, and taken as at least 0.1.
   */
  double power;
  /** Whether the power is above that: below it the toughness alone decides. */
  bool is_determined;
};

/** @param predictions At least one; more than one only at a held toughness. */
TensileStrengthFit fit_tensile_strength(double measured,
                                        const std::vector<StrengthPrediction> &predictions);

/**
 * The tensile strength to predict with next at a held toughness (Pa); none where the last
 * prediction agrees with the measured strength to 0.5 % and a second one has shown the power.
 */
std::optional<double> next_tensile_strength(double measured,
                                            const std::vector<StrengthPrediction> &predictions);

} // namespace lacuna::fracture
