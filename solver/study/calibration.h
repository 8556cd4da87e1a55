// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <solver/study/rates_file.h>

#include <mpi.h>

namespace lacuna::study {

/**
 * Solves a small problem of each kind, of a size that every rank has its share of, and compares
 * processor times with those of the machine that the built-in rates are from. Some seconds.
 * Collective.
 */
Rates measure_rates(MPI_Comm communicator);

} // namespace lacuna::study
