// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <mpi.h>

namespace lacuna::study {

/**
 * Processor time of this process so far (s), the longest of all ranks: what they take where each
 * has a core of its own, whatever else runs on the machine. Collective.
 */
double processor_time(MPI_Comm communicator);

} // namespace lacuna::study
