// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <solver/study/log.h>
#include <solver/study/study.h>
#include <solver/transport/release.h>

#include <functional>

namespace lacuna::study {

/** What became of the factors of one specimen, and the work it took. */
struct ReleaseResult {
  std::vector<transport::FactorRelease> factors;
  dealii::types::global_dof_index unknowns;
  dealii::types::global_cell_index cells;
  unsigned int iterations;
};

/**
 * Releases every factor of a coated specimen, one after the other on the same cells. Writes
 * pore.pvd and surface.pvd into `directory` where the study asks for fields.
 *
 * @param progress Told the share of the work done.
 */
ReleaseResult run_release(MPI_Comm communicator, const geometry::Scaffold &scaffold,
                          const Specimen &specimen, const std::string &directory, Log &log,
                          const std::function<void(double)> &progress);

} // namespace lacuna::study
