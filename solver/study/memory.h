// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <mpi.h>

namespace lacuna::study {

/**
 * Counts the highest memory from now on, on every rank; false where any rank may not (Linux before
 * 4.0, some containers), so that it stays that of the processes so far. Collective.
 */
bool restart_peak_memory(MPI_Comm communicator);

/** Highest resident memory since (B), the sum of all ranks. Collective. */
double peak_memory(MPI_Comm communicator);

/**
 * What the ranks may still take together (B): free memory of their machines, and the limit of their
 * address space (ulimit -v) where that is less. Infinite where neither is known. Collective.
 */
double available_memory(MPI_Comm communicator);

} // namespace lacuna::study
