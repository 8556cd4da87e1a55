// SPDX-License-Identifier: LGPL-2.1-or-later
#include <solver/cli/postprocess.h>
#include <solver/cli/search.h>

#include <memory>

namespace lacuna::cli {

namespace {

struct OptimizeOptions : PointOptions {
  SearchNumbers numbers;
};

int optimize_study(const OptimizeOptions &options) {
  require_one_process();
  Search search(options, options.numbers.over());
  const auto folder = options.folder("results/" + options.name() + "-optimize");
  refuse_other_points(options, sweep::Plan(folder.path(), search.space()), folder.path());
  int confirmed = 0;
  while (const auto step = search.plan_next(folder.path())) {
    if (step->is_again)
      return 1;
    const int code = drive_points(options, step->home(folder.path()));
    confirmed = step->confirms() ? code : 0;
  }
  const int concluded = postprocess({"conclude", folder.path()});
  return confirmed != 0 ? confirmed : concluded;
}

} // namespace

Command add_optimize(CLI::App &app) {
  auto options = std::make_shared<OptimizeOptions>();
  options->declare(app);
  options->numbers.declare(app)->required();
  return [options] { return optimize_study(*options); };
}

} // namespace lacuna::cli
