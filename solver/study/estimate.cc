// SPDX-License-Identifier: LGPL-2.1-or-later
#include <solver/study/estimate.h>

#include <deal.II/base/mpi.h>

#include <fmt/format.h>

namespace lacuna::study {

Estimate estimate(MPI_Comm communicator, const Grids &grids, const PerUnknown &takes,
                  double slowness) {
  const auto n_ranks = dealii::Utilities::MPI::n_mpi_processes(communicator);
  return {grids.last, grids.last * takes.bytes, slowness * grids.sum * takes.seconds / n_ranks};
}

bool is_too_much(double memory, double available) {
  constexpr double margin = 1.3;
  return memory > margin * available;
}

void refuse(const Specimen &specimen, const SmallerBy &smaller_by, const Estimate &needed,
            double available) {
  throw params::InputError({smaller_by.section, smaller_by.key, smaller_by.value, specimen.name, 0},
                           fmt::format("{}: {:.2g} unknowns take {:.2g} GB, and {:.2g} GB are free",
                                       smaller_by.expected, needed.unknowns, 1e-9 * needed.memory,
                                       1e-9 * available));
}

} // namespace lacuna::study
