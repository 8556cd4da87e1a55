// SPDX-License-Identifier: LGPL-2.1-or-later
#include <solver/cli/options.h>

#include <memory>

namespace lacuna::cli {

Command add_homogenize(CLI::App &app) {
  auto options = std::make_shared<StudyOptions>();
  options->declare(app);
  app.add_flag("--all", options->all, "All specimens instead of the first");
  return [options] {
    const study::Study study = options->read();
    study.require_cells();
    run_campaign(*options, study, {false, false, true}, "results/" + study.name() + "-homogenize",
                 options->all);
    return 0;
  };
}

} // namespace lacuna::cli
