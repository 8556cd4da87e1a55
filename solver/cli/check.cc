// SPDX-License-Identifier: LGPL-2.1-or-later
#include <solver/cli/options.h>
#include <solver/study/collapse_run.h>
#include <solver/study/estimate.h>

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <memory>
#include <string>

namespace lacuna::cli {

Command add_check(CLI::App &app) {
  auto options = std::make_shared<StudyOptions>();
  options->declare(app);
  return [options] {
    const study::Study study = options->read();
    const bool of_cells = study.groups().front().parameters.geometry.envelope.is_cell();
    of_cells ? study.require_cells() : study.require_specimens();
    study::Log log = options->log();
    const study::Rates rates = study::rates_here(MPI_COMM_WORLD);
    const auto specimens = study.specimens();
    const auto n = specimens.size() / study.groups().size();
    double total = 0.;
    std::map<std::string, study::Estimate> refined; // by design
    for (auto first = specimens.begin(); first != specimens.end(); first += n) {
      const auto say = [&](const char *what, const study::Estimate &estimate, std::size_t times) {
        log.info("{:<12} {:<12} {:>10.3g} unknowns  {:>8.2g} GB  {:>14} a specimen",
                 first->group->name, what, estimate.unknowns, 1e-9 * estimate.memory,
                 study::format_duration(estimate.time));
        total += times * estimate.time;
      };
      const auto scaffold_of = [](const study::Specimen &specimen) {
        return geometry::make_scaffold(specimen.group->parameters.geometry, specimen.seed);
      };
      const geometry::Scaffold scaffold = scaffold_of(*first);
      if (of_cells) {
        say("stiffness", study::estimate_homogenization(MPI_COMM_WORLD, *first, scaffold, 3, rates),
            n);
        say("diffusivity",
            study::estimate_homogenization(MPI_COMM_WORLD, *first, scaffold, 1, rates), n);
        continue;
      }
      const std::size_t n_refined =
          std::count_if(first, first + n, [](const auto &specimen) { return specimen.refined; });
      if (n_refined > 0) {
        const auto [found, is_new] = refined.try_emplace(first->group->design);
        if (is_new)
          found->second = study::estimate_compression(MPI_COMM_WORLD, *first, scaffold, rates);
        say("compression", found->second, n_refined);
      }
      if (study::collapses(*first))
        say("collapse", study::estimate_collapse(MPI_COMM_WORLD, *first, scaffold, rates),
            n_refined);
      if (n_refined < n) {
        const study::Specimen &last = *(first + n - 1);
        say("first grid",
            study::estimate_compression(MPI_COMM_WORLD, last,
                                        n_refined > 0 ? scaffold_of(last) : scaffold, rates),
            n - n_refined);
      }
      const auto release = study::estimate_release(MPI_COMM_WORLD, *first, scaffold, rates);
      if (release.unknowns > 0)
        say("release", release, n);
    }
    log.info("{}: valid; {} groups of {}, about {} in all, by rates measured on this machine {}",
             options->study, study.groups().size(), n, study::format_duration(total),
             rates.is_new ? "just now" : "on " + rates.date);
    return 0;
  };
}

} // namespace lacuna::cli
