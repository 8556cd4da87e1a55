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

/** The number of jobs that a specimen of this group takes, by kind, for Progress. */
std::map<std::string, unsigned int> jobs(const Group &group, const Tasks &tasks);

/** Relative durations of the kinds of jobs. */
const std::map<std::string, double> &expected_durations();

/** Runs one specimen and writes its files below `directory`, which exists. Collective. */
observables::Record run_specimen(MPI_Comm communicator, const Specimen &specimen,
                                 const Tasks &tasks, const std::string &directory, Log &log,
                                 Progress &progress);

} // namespace lacuna::study
