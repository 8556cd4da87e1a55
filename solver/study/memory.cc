// SPDX-License-Identifier: LGPL-2.1-or-later
#include <meshes/geometry/files/free_memory.h>
#include <solver/study/memory.h>

#include <deal.II/base/mpi.h>
#include <deal.II/base/utilities.h>

#include <algorithm>
#include <fstream>

#include <malloc.h>

namespace lacuna::study {

namespace {

/** deal.II tells kB. */
dealii::Utilities::System::MemoryStats used() {
  dealii::Utilities::System::MemoryStats memory;
  dealii::Utilities::System::get_memory_stats(memory);
  return memory;
}

} // namespace

bool restart_peak_memory(MPI_Comm communicator) {
  // What was freed before would count as if it were in use.
  malloc_trim(0);
  std::ofstream file("/proc/self/clear_refs");
  file << "5" << std::flush; // proc(5): VmHWM becomes VmRSS
  return !dealii::Utilities::MPI::logical_or(!file, communicator);
}

double peak_memory(MPI_Comm communicator) {
  return dealii::Utilities::MPI::sum(1024. * used().VmHWM, communicator);
}

double available_memory(MPI_Comm communicator) {
  MPI_Comm machine;
  MPI_Comm_split_type(communicator, MPI_COMM_TYPE_SHARED, 0, MPI_INFO_NULL, &machine);
  const double own_share =
      geometry::free_memory_of_machine() / dealii::Utilities::MPI::n_mpi_processes(machine);
  MPI_Comm_free(&machine);
  return dealii::Utilities::MPI::sum(std::min(own_share, geometry::free_address_space()),
                                     communicator);
}

} // namespace lacuna::study
