// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <solver/mechanics/adaptive_modulus.h>
#include <solver/observables/record.h>

namespace lacuna::observables {

/** What a compression test of one specimen gives. */
struct CompressionResult {
  mechanics::Value modulus;            ///< Pa
  mechanics::Value first_crack_stress; ///< Pa; infinite where nothing is under tension
  double first_crack_strain;
  bool has_strength;
};

/** Modulus, strength and the strain there; null without a result. */
void observe_compression(const CompressionResult *result, Record &record);

/** curve.csv: strain and stress (Pa), linear up to the first crack, or to 1 % strain without one.
 */
std::string curve_csv(const CompressionResult &result);

} // namespace lacuna::observables
