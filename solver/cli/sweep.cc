// SPDX-License-Identifier: LGPL-2.1-or-later
#include <solver/cli/point_options.h>
#include <solver/cli/postprocess.h>
#include <solver/study/progress.h>
#include <solver/sweep/design.h>
#include <solver/sweep/sampling.h>
#include <solver/sweep/values_table.h>

#include <fmt/format.h>

#include <algorithm>
#include <memory>

namespace lacuna::cli {

namespace {

struct SweepOptions : PointOptions {
  bool plan = false;
};

/** The values of all points: those of a list, or as they are laid by postprocess. */
std::vector<sweep::PointValues> read_values(const sweep::DesignSpace &space) {
  if (!space.parameters().list.empty())
    return sweep::read_values(space.parameters().list, space.variables());
  const Answer answer = ask_postprocess({"sample", sweep::sampling_task(space).dump()});
  if (answer.code != 0)
    throw std::runtime_error("no points could be laid into the design space");
  return sweep::parse_values(answer.text, "sample", space.variables());
}

/** Says what points take, each and all. */
void say(const sweep::DesignSpace &space, const sweep::Design &design,
         const std::vector<sweep::Demand> &demands, const SweepOptions &options, study::Log &log) {
  double time = 0., memory = 0., unknowns = 0.;
  for (std::size_t i = 0; i < demands.size(); ++i) {
    const sweep::Demand &demand = demands[i];
    time += demand.time / options.ranks;
    memory = std::max(memory, demand.memory);
    unknowns = std::max(unknowns, demand.unknowns);
    if (options.plan)
      log.info("{:>5}  {:>10.3g} unknowns  {:>8.2g} GB  {:>14}   {}", design.points[i].number,
               demand.unknowns, 1e-9 * demand.memory,
               study::format_duration(demand.time / options.ranks),
               sweep::describe(space, design.points[i].values));
  }
  log.info("{}: {} points of {} specimens, all valid; at the most {:.3g} unknowns and {:.2g} GB; "
           "about {} of work for one worker",
           options.study, design.points.size(), design.first.specimens().size(), unknowns,
           1e-9 * memory, study::format_duration(time));
}

int sweep_study(const SweepOptions &options) {
  require_one_process();
  const sweep::DesignSpace space = options.read_space();
  const auto folder = options.folder("results/" + options.name() + "-sweep");
  study::Log log = options.log();
  sweep::Plan plan(folder.path(), space);
  refuse_other_points(options, plan, folder.path(), options.plan);
  sweep::Design design = sweep::make_design(space, read_values(space));
  if (const std::string difference = plan.keep(design.common); !difference.empty())
    log.warn("{}: no point that is there is kept: {}", folder.path(), difference);
  plan.number(design.points);
  const auto demands = sweep::foresee(space, design, plan, log);
  say(space, design, demands, options, log);
  if (options.plan && plan.has_begun())
    return 0;
  plan.write(design.points, demands, design.first, facts_for_driver(space));
  if (options.plan)
    return 0;
  return drive_points(options, folder.path(), {"--report"});
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
