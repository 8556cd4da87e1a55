// SPDX-License-Identifier: LGPL-2.1-or-later
#include <solver/cli/plan_points.h>

#include <fmt/format.h>

#include <memory>

namespace lacuna::cli {

namespace {

struct SweepOptions : PointOptions {
  bool plan = false;
};

int sweep_study(const SweepOptions &options) {
  require_one_process();
  const sweep::DesignSpace space = options.read_space();
  const auto folder = options.folder("results/" + options.name() + "-sweep");
  plan_points(options, space, folder.path(), options.plan);
  return options.plan ? 0 : drive_points(options, folder.path(), {"--report"});
}

} // namespace

Command add_sweep(CLI::App &app) {
  auto options = std::make_shared<SweepOptions>();
  options->declare(app);
  app.add_flag("--plan", options->plan, "Check every point and say what all take; run nothing");
  app.add_option_function<unsigned int>(
         "--points",
         [options](unsigned int n) { options->set.push_back(fmt::format("Sweep/Points={}", n)); },
         "Number of points (default: Sweep/Points)")
      ->check(CLI::PositiveNumber);
  return [options] { return sweep_study(*options); };
}

} // namespace lacuna::cli
