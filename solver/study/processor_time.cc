// SPDX-License-Identifier: LGPL-2.1-or-later
#include <solver/study/processor_time.h>

#include <deal.II/base/mpi.h>

#include <ctime>

namespace lacuna::study {

double processor_time(MPI_Comm communicator) {
  timespec time{};
  ::clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
  return dealii::Utilities::MPI::max(time.tv_sec + 1e-9 * time.tv_nsec, communicator);
}

} // namespace lacuna::study
