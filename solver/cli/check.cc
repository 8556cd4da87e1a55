// SPDX-License-Identifier: LGPL-2.1-or-later
#include <solver/cli/options.h>
#include <solver/study/foreseen.h>
#include <solver/study/progress.h>
#include <solver/study/rates.h>
#include <solver/study/stages/stages.h>

#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <string>

namespace lacuna::cli {

namespace {

using study::Foreseen;
using study::Specimen;
using study::Stage;

/** Says what each stage of the specimens of a group takes; returns the time (s) of all. */
double say(const std::vector<Specimen> &group, const study::Tasks &tasks, Foreseen &foreseen,
           study::Log &log) {
  double total = 0.;
  for (const Stage &stage : study::stages()) {
    const auto runs = [&](const Specimen &specimen) { return stage.runs(specimen, tasks); };
    const auto first = std::find_if(group.begin(), group.end(), runs);
    if (!stage.estimate || first == group.end())
      continue;
    const study::Estimate &estimate = foreseen(stage, *first);
    if (estimate.unknowns > 0.)
      log.info("{:<12} {:<24} {:>10.3g} unknowns  {:>8.2g} GB  {:>14} a specimen",
               first->group->name, stage.name, estimate.unknowns, 1e-9 * estimate.memory,
               study::format_duration(estimate.time));
    total += std::count_if(group.begin(), group.end(), runs) * estimate.time;
  }
  return total;
}

} // namespace

Command add_check(CLI::App &app) {
  auto options = std::make_shared<StudyOptions>();
  options->declare(app);
  return [options] {
    const study::Study study = options->read();
    const bool of_cells = study.groups().front().parameters.geometry.envelope.is_cell();
    of_cells ? study.require_cells() : study.require_specimens();
    study::Log log = options->log();
    study::Tasks tasks;
    tasks.homogenization = of_cells;
    tasks.mechanics = tasks.transport = !of_cells;
    tasks.regeneration = true;
    const auto specimens = study.specimens();
    study::Rates rates;
    Foreseen foreseen(rates);
    foreseen.scaffold_of(specimens.front()); // whose files may be faulty, before seconds pass
    rates = study::rates_here(MPI_COMM_WORLD);
    const auto n = specimens.size() / study.groups().size();
    double total = 0.;
    for (auto first = specimens.begin(); first != specimens.end(); first += n)
      total += say({first, first + n}, tasks, foreseen, log);
    log.info("{}: valid; {} groups of {}, about {} in all, by rates measured on this machine {}",
             options->study, study.groups().size(), n, study::format_duration(total),
             rates.is_new ? "just now" : "on " + rates.date);
    return 0;
  };
}

} // namespace lacuna::cli
