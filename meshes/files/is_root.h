// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <deal.II/base/mpi.h>

namespace lacuna::files {

/** Whether this is the first rank: the one that speaks and writes what all ranks know. */
inline bool is_root(MPI_Comm communicator = MPI_COMM_WORLD) {
  return dealii::Utilities::MPI::this_mpi_process(communicator) == 0;
}

} // namespace lacuna::files
