// SPDX-License-Identifier: LGPL-2.1-or-later
#include <solver/cli/options.h>
#include <solver/study/estimate.h>

#include <fmt/format.h>

#include <algorithm>
#include <memory>

namespace lacuna::cli {

Command add_check(CLI::App &app) {
  auto options = std::make_shared<StudyOptions>();
  options->declare(app);
  return [options] {
    const study::Study study = options->read();
    study.require_specimens();
    study::Log log = options->log();
    const auto specimens = study.specimens();
    const auto n = specimens.size() / study.groups().size();
    const std::size_t n_refined =
        std::count_if(specimens.begin(), specimens.begin() + n,
                      [](const auto &specimen) { return specimen.refined; });
    double total = 0.;
    for (std::size_t g = 0; g < study.groups().size(); ++g) {
      const auto &specimen = specimens[g * n];
      const auto compression = study::estimate_compression(MPI_COMM_WORLD, specimen);
      const auto release = study::estimate_release(MPI_COMM_WORLD, specimen);
      const auto say = [&](const char *what, const study::Estimate &estimate) {
        log.info("{:<12} {:<12} {:>10.3g} unknowns  {:>8.2g} GB  {:>14} a specimen",
                 specimen.group->name, what, 1. * estimate.unknowns, 1e-9 * estimate.memory,
                 study::format_duration(estimate.time));
      };
      say("compression", compression);
      if (release.unknowns > 0)
        say("release", release);
      total += n_refined * compression.time + n * release.time;
      if (n_refined == n)
        continue;
      const auto first_grid = study::estimate_compression(MPI_COMM_WORLD, specimens[g * n + n - 1]);
      say("first grid", first_grid);
      total += (n - n_refined) * first_grid.time;
    }
    log.info("{}: valid; {} groups of {}, about {} in all", options->study, study.groups().size(),
             n, study::format_duration(total));
    return 0;
  };
}

} // namespace lacuna::cli
