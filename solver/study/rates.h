// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <solver/study/rates_file.h>

#include <mpi.h>

namespace lacuna::study {

/**
 * Rates of this processor, executable and number of ranks: kept in `rates.json` in the user's cache
 * ($XDG_CACHE_HOME/lacuna or ~/.cache/lacuna), or measured now, which takes some seconds, and kept
 * there. A file that is damaged or cannot be written is none. Collective.
 */
Rates rates_here(MPI_Comm communicator);

} // namespace lacuna::study
