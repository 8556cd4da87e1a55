// SPDX-License-Identifier: LGPL-2.1-or-later
#include <solver/cli/plan_points.h>

#include <solver/cli/postprocess.h>
#include <solver/study/progress.h>
#include <solver/sweep/design.h>
#include <solver/sweep/sampling.h>
#include <solver/sweep/values_table.h>

#include <fmt/format.h>

#include <algorithm>

namespace lacuna::cli {

namespace {

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
         const std::vector<sweep::Demand> &demands, const PointOptions &options, bool lists_all,
         study::Log &log) {
  double time = 0., memory = 0., unknowns = 0.;
  for (std::size_t i = 0; i < demands.size(); ++i) {
    const sweep::Demand &demand = demands[i];
    time += demand.time / options.ranks;
    memory = std::max(memory, demand.memory);
    unknowns = std::max(unknowns, demand.unknowns);
    if (lists_all)
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

} // namespace

void plan_points(const PointOptions &options, const sweep::DesignSpace &space,
                 const std::string &folder, bool plans_only) {
  study::Log log = options.log();
  sweep::Plan plan(folder, space);
  refuse_other_points(options, plan, folder, plans_only);
  sweep::Design design = sweep::make_design(space, read_values(space));
  if (const std::string difference = plan.keep(design.common); !difference.empty())
    log.warn("{}: no point that is there is kept: {}", folder, difference);
  plan.number(design.points);
  const auto demands = sweep::foresee(space, design, plan, log);
  say(space, design, demands, options, plans_only, log);
  if (plans_only && plan.has_begun())
    return;
  plan.write(design.points, demands, design.first, facts_for_driver(space));
}

} // namespace lacuna::cli
