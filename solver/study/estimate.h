// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <solver/study/rates.h>
#include <solver/study/study.h>

namespace lacuna::study {

/** What a job of one specimen will take. */
struct Estimate {
  double unknowns;
  double memory; ///< B, all ranks
  double time;   ///< s, on the ranks at hand
};

/**
 * Each of a job of this specimen, whose `scaffold` that is: memory and time by what an unknown
 * takes, of the grids that are foreseen (grids.h). Collective.
 */
Estimate estimate_compression(MPI_Comm communicator, const Specimen &specimen,
                              const geometry::Scaffold &scaffold, const Rates &rates);

/** Of a periodic cell's stiffness (three components) or diffusivity (one). */
Estimate estimate_homogenization(MPI_Comm communicator, const Specimen &specimen,
                                 const geometry::Scaffold &scaffold, unsigned int n_components,
                                 const Rates &rates);

/** Of the test to collapse of a block or of the specimen, at its end. */
Estimate estimate_collapse(MPI_Comm communicator, const Specimen &specimen,
                           const geometry::Scaffold &scaffold, const Rates &rates);

Estimate estimate_release(MPI_Comm communicator, const Specimen &specimen,
                          const geometry::Scaffold &scaffold, const Rates &rates);

/**
 * Throws params::InputError, with the key that makes it smaller, where compressing the specimen or
 * releasing from it would clearly take more memory than there is. Collective.
 */
void require_memory(MPI_Comm communicator, const Specimen &specimen,
                    const geometry::Scaffold &scaffold, bool compresses, bool releases);

} // namespace lacuna::study
