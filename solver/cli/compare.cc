// SPDX-License-Identifier: LGPL-2.1-or-later
#include <solver/cli/options.h>

#include <memory>

namespace lacuna::cli {

Command add_compare(CLI::App &app) {
  auto options = std::make_shared<StudyOptions>();
  options->declare(app);
  options->declare_tables_only(app);
  return [options] {
    const study::Study study = options->read();
    study.require_specimens();
    const auto folder = options->folder("results/" + study.name());
    run_campaign(*options, study, {true, true}, folder, true);
    return options->tables_only ? 0 : make_report(folder.path());
  };
}

} // namespace lacuna::cli
