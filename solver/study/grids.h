// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <solver/study/grid_sequence.h>
#include <solver/study/study.h>

namespace lacuna::study {

/**
 * The grids on which a specimen is compressed. Of a large one those of a part are made, and taken
 * as often as the whole has its solid; where `Accuracy` may end refinement the part is solved, as
 * far as that takes seconds, and its error bar followed from there. A specimen that others correct
 * has the first grid alone. `scaffold` is the specimen's. Collective.
 */
Grids compression_grids(MPI_Comm communicator, const Specimen &specimen,
                        const geometry::Scaffold &scaffold);

/**
 * The same of a periodic cell, for its stiffness (three components) or diffusivity (one); one that
 * is too large to be solved is refined as often as an error bar of 1 % mostly takes.
 */
Grids cell_grids(MPI_Comm communicator, const Specimen &specimen,
                 const geometry::Scaffold &scaffold, unsigned int n_components);

/** The last grid of a test to collapse of the specimen or of its block; it has no others. */
Grids collapse_grids(MPI_Comm communicator, const Specimen &specimen,
                     const geometry::Scaffold &scaffold);

} // namespace lacuna::study
