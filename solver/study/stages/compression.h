// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <solver/study/stages/stage.h>

namespace lacuna::study {

/** Modulus and strength on grids refined to `Accuracy`. */
Stage compression_stage();

/** The same on the first grid, corrected by what refinement changed in other specimens. */
Stage first_grid_stage();

} // namespace lacuna::study
