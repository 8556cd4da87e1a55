// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <solver/study/progress.h>
#include <solver/study/stages/stage.h>

namespace lacuna::study {

/** The stages that a specimen goes through, each once, by name, for Progress. */
std::map<std::string, unsigned int> jobs(const Specimen &specimen, const Tasks &tasks);

/** Relative durations of all stages. */
std::map<std::string, double> expected_durations();

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
 * itself is corrected by the records of the refined ones of its design. Stages that have ended are
 * kept there until all have: a run that is interrupted goes on with the others. Collective; throws
 * checkpoint::Interrupted.
 *
 * @param about What the specimen's results depend on.
 */
observables::Record run_specimen(MPI_Comm communicator, const Specimen &specimen,
                                 const Drawn &drawn, const Tasks &tasks,
                                 const std::vector<observables::Record> &refined,
                                 const std::string &about, const std::string &directory, Log &log,
                                 Progress &progress);

} // namespace lacuna::study
