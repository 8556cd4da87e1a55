// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <solver/fracture/weakest_link.h>
#include <solver/mechanics/adaptive_modulus.h>
#include <solver/mechanics/grid_correction.h>
#include <solver/observables/record.h>

#include <optional>

namespace lacuna::observables {

/** What a compression test of one specimen gives. */
struct CompressionResult {
  adaptivity::Value modulus; ///< Pa
  bool has_strength;
  /** By the study's criterion, of the weakest link the median (Pa); infinite where nothing is under
   * tension.
   */
  adaptivity::Value strength;
  double strain_at_strength;
  /** Pa; not finite where it is not known or nothing cracks. */
  double first_crack_stress;
  /** What chance makes of the strength, by the weakest link only. */
  std::optional<fracture::WeibullStrength> scatter;
  /** See fracture::WeakestLink (m³); not a number where it is not known. */
  double effective_volume;
  /** curve.csv and the platen's work (J) of a test to collapse; else the curve is a line. */
  std::string curve;
  double energy_to_failure;
  mechanics::FirstGrid first_grid;
  /** The specimens by which the first grid's error was corrected; empty where it was refined. */
  std::vector<std::string> corrected_by;
  /** The axes across which the specimen has mirror planes, so that a part of it was solved. */
  std::vector<std::string> symmetry;
};

/** Modulus, strength and the strain there, null without a result; how they were found. */
void observe_compression(const CompressionResult *result, Record &record);

/** The mean strength (Pa) in the record of a specimen: by the weakest link over chance; none where
 * it has no strength.
 */
std::optional<double> mean_strength(const Record &record);

/** What corrects others, from the record of a specimen that was compressed on refined grids. */
mechanics::RefinedSpecimen refined_specimen(const Record &record);

/** curve.csv: that of the test to collapse, or strain and stress (Pa), linear up to the strength,
 * or to 1 % strain without one.
 */
std::string curve_csv(const CompressionResult &result);

} // namespace lacuna::observables
