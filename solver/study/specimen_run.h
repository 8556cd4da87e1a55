// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <solver/observables/record.h>
#include <solver/study/progress.h>
#include <solver/study/study.h>

namespace lacuna::study {

/** What is to be found out about a specimen. Its geometry always is. */
struct Tasks {
  bool mechanics = false, transport = false, homogenization = false;
};

/** The number of jobs that a specimen takes, by kind, for Progress. */
std::map<std::string, unsigned int> jobs(const Specimen &specimen, const Tasks &tasks);

/** Relative durations of the kinds of jobs. */
const std::map<std::string, double> &expected_durations();

/** A specimen before anything is computed or on disk. */
struct Drawn {
  /** Whether memory is counted from here on, see restart_peak_memory(). */
  bool has_own_peak;
  geometry::Scaffold scaffold;
  /** What was found in files and repaired. */
  std::vector<std::string> notes;
};

/**
 * Throws params::InputError where a file of the specimen cannot be used, its tasks would take more
 * memory than there is, or what it exports would be too large. Collective.
 */
Drawn draw_specimen(MPI_Comm communicator, const Specimen &specimen, const Tasks &tasks);

/**
 * Runs one specimen and writes its files below `directory`, which exists. One that is not refined
 * itself is corrected by the records of the refined ones of its design. Collective.
 */
observables::Record run_specimen(MPI_Comm communicator, const Specimen &specimen,
                                 const Drawn &drawn, const Tasks &tasks,
                                 const std::vector<observables::Record> &refined,
                                 const std::string &directory, Log &log, Progress &progress);

} // namespace lacuna::study
