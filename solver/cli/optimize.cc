// SPDX-License-Identifier: LGPL-2.1-or-later
#include <solver/cli/point_options.h>
#include <solver/cli/postprocess.h>
#include <solver/observables/columns.h>
#include <solver/study/progress.h>
#include <solver/sweep/design.h>
#include <solver/sweep/sampling.h>
#include <solver/sweep/search.h>
#include <solver/sweep/values_table.h>

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <memory>
#include <optional>

namespace lacuna::cli {

namespace {

using nlohmann::ordered_json;

struct OptimizeOptions : PointOptions {
  unsigned int budget = 0, batch = 4, refine = 0, confirm = 4;
};

/** Of a failure that postprocess has told. */
struct Told {
  int code;
};

/** What postprocess answers. @throws Told */
std::string ask(const std::vector<std::string> &arguments) {
  const Answer answer = ask_postprocess(arguments);
  if (answer.code != 0)
    throw Told{answer.code};
  return answer.text;
}

/** The goals, as one of a few points has them that lie all over the space. */
std::vector<sweep::Goal> find_goals(const sweep::DesignSpace &space) {
  constexpr int n_points = 32;
  ordered_json task = {{"method", "sobol"}, {"points", n_points}, {"levels", 1}, {"seed", 0}};
  task["variables"] = sweep::describe_variables(space);
  return sweep::goals_to_search(
      space, sweep::parse_values(ask({"sample", task.dump()}), "sample", space.variables()));
}

/** Whether geometry alone can tell that a point misses a limit. */
bool has_cheap_limit(const std::vector<sweep::Goal> &goals) {
  const auto cheap = observables::geometry_columns();
  return std::any_of(goals.begin(), goals.end(), [&](const sweep::Goal &goal) {
    return (goal.low || goal.high) &&
           std::any_of(cheap.begin(), cheap.end(), [&](const observables::Column &column) {
             return column.full_name() == goal.column;
           });
  });
}

/** The design spaces of a search, by how their points are computed. */
struct Spaces {
  /** As most points are: on the first grid, or as the study says where none are refined. */
  sweep::DesignSpace cheap;
  /** As the study says; with other print seeds. */
  sweep::DesignSpace refined, confirming;
};

Spaces read_spaces(const OptimizeOptions &options) {
  const std::vector<std::string> as_it_says, first_grid = {"Discretization/Max refinements=0"};
  return {options.read_space(options.refine > 0 ? first_grid : as_it_says), options.read_space(),
          options.read_space({sweep::fresh_seed(options.read_space())})};
}

/** Points that are valid studies; the places of the others go to `refused`, and into the log. */
std::vector<sweep::PointValues> valid_points(const sweep::DesignSpace &space,
                                             const sweep::Round &round, ordered_json &refused,
                                             study::Log &log) {
  std::vector<sweep::PointValues> valid;
  std::optional<params::InputError> error;
  refused = ordered_json::array();
  for (std::size_t i = 0; i < round.points.size(); ++i)
    try {
      sweep::Point point{round.points[i], {}, {}};
      sweep::resolve(space, i + 1, point);
      valid.push_back(round.points[i]);
    } catch (const params::InputError &found) {
      log.info("infeasible: {}", found.what());
      refused.push_back(i);
      error = found;
    }
  if (valid.empty() && round.number == 1)
    throw *error;
  return valid;
}

/** Runs points together and keeps them in the folder. */
int run_points(const OptimizeOptions &options, const sweep::DesignSpace &space,
               const std::string &folder, const sweep::Round &round, ordered_json &refused) {
  study::Log log = options.log();
  const auto valid = valid_points(space, round, refused, log);
  if (valid.empty())
    return 0;
  std::filesystem::create_directories(folder);
  sweep::Plan plan(folder, space);
  sweep::Design design = sweep::make_design(space, valid);
  if (const std::string difference = plan.keep(design.common); !difference.empty())
    params::refuse_file(folder, difference,
                        "changes of ranges and goals alone, or another folder by --output");
  plan.number(design.points);
  ordered_json facts = facts_for_driver(space);
  facts["round"] = round.number;
  if (has_cheap_limit(space.goals(design.first)))
    facts["cheap_command"] = {"design", "--tables-only", "--all"};
  plan.write(design.points, sweep::foresee(space, design, plan, log), design.first, facts);
  return drive_points(options, folder);
}

/** Proposes and runs rounds until the budget is spent; false where that was interrupted. */
bool run_rounds(const OptimizeOptions &options, const Spaces &spaces, const std::string &folder,
                ordered_json &task) {
  study::Log log = options.log();
  for (unsigned int last = 0;;) {
    const auto answer = ordered_json::parse(ask({"propose", folder, task.dump()}));
    const bool is_refined = answer["fidelity"] == 1;
    const sweep::DesignSpace &space = is_refined ? spaces.refined : spaces.cheap;
    const sweep::Round round{answer["round"], sweep::values_of(space, answer["points"])};
    if (round.points.empty())
      return true;
    if (round.number == last)
      return false;
    last = round.number;
    log.info("round {}: {} points{}", round.number, round.points.size(),
             is_refined ? ", refined" : "");
    run_points(options, space, folder + (is_refined ? "/refined" : ""), round, task["refused"]);
  }
}

/** Runs the best points once more with other prints. */
int confirm(const OptimizeOptions &options, const Spaces &spaces, const std::string &folder,
            const ordered_json &task) {
  const auto best =
      ordered_json::parse(ask({"shortlist", folder, task.dump(), std::to_string(options.confirm)}));
  study::Log log = options.log();
  if (best.size() < options.confirm)
    log.warn("{} of the {} points to confirm: no other is likely to keep all limits on the front",
             best.empty() ? "none" : std::to_string(best.size()), options.confirm);
  if (best.empty())
    return 0;
  log.info("{} points of the front once more, with other print seeds", best.size());
  ordered_json refused;
  return run_points(options, spaces.confirming, folder + "/confirmed",
                    {1, sweep::values_of(spaces.confirming, best)}, refused);
}

int optimize_study(const OptimizeOptions &options) {
  require_one_process();
  const Spaces spaces = read_spaces(options);
  require_modules();
  ordered_json task = sweep::search_task(spaces.cheap, find_goals(spaces.cheap));
  task["budget"] = options.budget;
  task["batch"] = options.batch;
  task["refine"] = options.refine;
  const auto folder = options.folder("results/" + options.name() + "-optimize");
  refuse_other_points(options, sweep::Plan(folder.path(), spaces.cheap), folder.path());
  if (!run_rounds(options, spaces, folder.path(), task))
    return 1;
  const int confirmed = confirm(options, spaces, folder.path(), task);
  const int concluded = postprocess({"conclude", folder.path(), task.dump()});
  return confirmed != 0 ? confirmed : concluded;
}

} // namespace

Command add_optimize(CLI::App &app) {
  auto options = std::make_shared<OptimizeOptions>();
  options->declare(app);
  app.add_option("--budget", options->budget, "Points in all")
      ->required()
      ->check(CLI::PositiveNumber);
  app.add_option("--batch", options->batch, "Points proposed together (default: 4)")
      ->check(CLI::PositiveNumber);
  app.add_option(
      "--refine", options->refine,
      "Compute points on the first grid, and so many of them as the study says after the "
      "start and after every fourth round (default: 0, all as the study says)");
  app.add_option("--confirm", options->confirm,
                 "Points of the front that are run once more in the end (default: 4)");
  return [options] {
    try {
      return optimize_study(*options);
    } catch (const Told &told) {
      return told.code;
    }
  };
}

} // namespace lacuna::cli
