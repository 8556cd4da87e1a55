// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <meshes/files/is_root.h>
#include <params/reader/prm_file.h>

#include <deal.II/base/mpi.h>

#include <exception>

namespace lacuna::checkpoint {

/**
 * Does on rank 0 alone what may find fault with the input: where it throws params::InputError
 * there, all ranks do, so that none is left behind. Collective.
 */
template <typename Work>
void on_root(MPI_Comm communicator, const Work &work) {
  std::exception_ptr fault;
  if (files::is_root(communicator)) {
    try {
      work();
    } catch (const params::InputError &) {
      fault = std::current_exception();
    }
  }
  if (!dealii::Utilities::MPI::broadcast(communicator, fault != nullptr))
    return;
  if (fault)
    std::rethrow_exception(fault);
  throw params::InputError({}, "what rank 0 says");
}

} // namespace lacuna::checkpoint
