// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <solver/study/study.h>

namespace lacuna::study {

/** What a job of one specimen will take. */
struct Estimate {
  double unknowns;
  double memory; ///< B, all ranks
  double time;   ///< s, on the ranks at hand
};

/**
 * Size of the elastic problem after refinement along the necks, and of the pore space; memory and
 * time by rates measured on one core. Of a large specimen the grids of a part are counted, and
 * taken as often as the whole has its solid. Refinement by the error estimate is not foreseen; a
 * specimen that others correct has the first grid alone. `scaffold` is the specimen's. Collective.
 */
Estimate estimate_compression(MPI_Comm communicator, const Specimen &specimen,
                              const geometry::Scaffold &scaffold);

/**
 * The same of a periodic cell: its stiffness (three components) or diffusivity (one), by as many
 * refinements as an error bar of 1 % mostly takes.
 */
Estimate estimate_homogenization(MPI_Comm communicator, const Specimen &specimen,
                                 const geometry::Scaffold &scaffold, unsigned int n_components);

/** The test to collapse of a block or of the specimen, at its end. */
Estimate estimate_collapse(MPI_Comm communicator, const Specimen &specimen,
                           const geometry::Scaffold &scaffold);

Estimate estimate_release(MPI_Comm communicator, const Specimen &specimen,
                          const geometry::Scaffold &scaffold);

/**
 * Throws params::InputError, with the key that makes it smaller, where compressing the specimen or
 * releasing from it would clearly take more memory than there is. Collective.
 */
void require_memory(MPI_Comm communicator, const Specimen &specimen,
                    const geometry::Scaffold &scaffold, bool compresses, bool releases);

} // namespace lacuna::study
