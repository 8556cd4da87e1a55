// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <mpi.h>

#include <vector>

namespace lacuna::octree {

/** The parts of all ranks one after the other, on every rank; T is copied as bytes. */
template <typename T>
std::vector<T> gathered(MPI_Comm communicator, const std::vector<T> &part) {
  int n_ranks;
  MPI_Comm_size(communicator, &n_ranks);
  // In units of T: counts of MPI are ints.
  MPI_Datatype type;
  MPI_Type_contiguous(sizeof(T), MPI_BYTE, &type);
  MPI_Type_commit(&type);
  const int size = static_cast<int>(part.size());
  std::vector<int> sizes(n_ranks), starts(n_ranks, 0);
  MPI_Allgather(&size, 1, MPI_INT, sizes.data(), 1, MPI_INT, communicator);
  for (int rank = 1; rank < n_ranks; ++rank)
    starts[rank] = starts[rank - 1] + sizes[rank - 1];
  std::vector<T> all(starts.back() + sizes.back());
  MPI_Allgatherv(part.data(), size, type, all.data(), sizes.data(), starts.data(), type,
                 communicator);
  MPI_Type_free(&type);
  return all;
}

} // namespace lacuna::octree
