// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <solver/fracture/collapse.h>
#include <solver/study/log.h>
#include <solver/study/study.h>

namespace lacuna::study {

/** What a test to collapse gives; stress and strain are the specimen's. */
struct CollapseResult {
  double strength;       ///< Pa, the largest load over the cross-section
  double strain_at_peak; ///< motion of the platen over height
  bool has_peak;         ///< false where the load still rose at the end
  /** Of the sound specimen on this grid (Pa). */
  double modulus;
  double energy; ///< J, of the platen until the end
  /** curve.csv */
  std::string curve;
};

/** Whether a specimen is tested to collapse, itself or a block of it. */
bool collapses(const Specimen &specimen);

/** The block that collapses in the place of a specimen; none where it does itself. */
std::optional<geometry::Scaffold> collapsing_block(const Specimen &specimen);

/** What of a scaffold is solved: half or a quarter where strength is the same everywhere. */
geometry::Scaffold collapsing_part(const geometry::Scaffold &scaffold,
                                   const SpecimenParameters &parameters);

/**
 * Compresses a specimen until it has failed; see fracture::Collapse. Writes crack.pvd into
 * `directory` where the study asks for fields, one time a step.
 *
 * Goes on from the state there that every step leaves, on any number of ranks.
 *
 * @param part See collapsing_part().
 * @param first_crack Strain at the first crack.
 * @param progress Told the share of the work done, by what tests mostly take.
 */
CollapseResult run_collapse(MPI_Comm communicator, const geometry::Scaffold &part,
                            const Specimen &specimen, double first_crack,
                            const std::string &directory, Log &log,
                            const std::function<void(double)> &progress);

} // namespace lacuna::study
