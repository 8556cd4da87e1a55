// SPDX-License-Identifier: LGPL-2.1-or-later
#include <params/reader/prm_file.h>
#include <solver/cli/options.h>

#include <memory>

namespace lacuna::cli {

Command add_release(CLI::App &app) {
  auto options = std::make_shared<StudyOptions>();
  options->declare(app);
  app.add_flag("--all", options->all, "All specimens instead of the first that is coated");
  return [options] {
    const study::Study study = options->read();
    study.require_specimens();
    study.require_factors();
    run_campaign(*options, study, {false, true}, "results/" + study.name() + "-release",
                 options->all);
    return 0;
  };
}

} // namespace lacuna::cli
