// SPDX-License-Identifier: LGPL-2.1-or-later
#include <solver/cli/postprocess.h>
#include <solver/cli/search.h>
#include <solver/observables/columns.h>
#include <solver/sweep/design.h>
#include <solver/sweep/sampling.h>
#include <solver/sweep/values_table.h>

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

namespace lacuna::cli {

namespace {

using nlohmann::ordered_json;

/** The goals, as one of a few points has them that lie all over the space. */
std::vector<sweep::Goal> find_goals(const sweep::DesignSpace &space) {
  constexpr int n_points = 32;
  ordered_json task = {{"method", "sobol"}, {"points", n_points}, {"levels", 1}, {"seed", 0}};
  task["variables"] = sweep::describe_variables(space);
  return sweep::goals_to_search(
      space, sweep::parse_values(answer_of({"sample", task.dump()}), "sample", space.variables()));
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

/** What the points are computed with that come before any is refined. */
std::vector<std::string> of_cheap_ones(const std::map<std::string, unsigned int> &numbers) {
  if (numbers.at("refine") > 0)
    return {"Discretization/Max refinements=0"};
  return {};
}

/** What `propose` answers, in words. */
SearchStep read_step(const ordered_json &answer, unsigned int budget) {
  SearchStep step{answer["round"], answer["home"], ""};
  const std::size_t n = answer["points"].size();
  if (step.confirms())
    step.description = fmt::format("{} points of the front once more, with other print seeds", n);
  else
    step.description = fmt::format(
        "round {}: {} points, {}", step.number, n,
        step.part.empty() ? fmt::format("{} of {}", answer["spent"].get<unsigned int>(), budget)
                          : step.part);
  return step;
}

} // namespace

CLI::Option *SearchNumbers::declare(CLI::App &command) {
  const auto add = [&](const std::string &name, const std::string &text) {
    return command.add_option_function<unsigned int>(
        "--" + name, [this, name](unsigned int n) { given[name] = n; }, text);
  };
  add("batch", "Points proposed together (default: 4)")->check(CLI::PositiveNumber);
  add("refine", "Compute points on the first grid, and so many of them as the study says after the "
                "start and after every fourth round (default: 0, all as the study says)");
  add("confirm", "Points of the front that are run once more in the end (default: 4)");
  return add("budget", "Points in all")->check(CLI::PositiveNumber);
}

std::map<std::string, unsigned int>
SearchNumbers::over(const std::map<std::string, unsigned int> &before) const {
  std::map<std::string, unsigned int> all = given;
  all.insert(before.begin(), before.end());
  all.insert({{"budget", 0}, {"batch", 4}, {"refine", 0}, {"confirm", 4}});
  return all;
}

Search::Search(const PointOptions &options, const std::map<std::string, unsigned int> &numbers)
    : options_(options), log_(options.log()), cheap_(options.read_space(of_cheap_ones(numbers))),
      refined_(options.read_space()),
      confirming_(options.read_space({sweep::fresh_seed(refined_)})) {
  require_modules();
  task_ = sweep::search_task(cheap_, find_goals(cheap_));
  for (const auto &[name, n] : numbers)
    task_[name] = n;
}

std::optional<SearchStep> Search::plan_next(const std::string &folder) {
  task_["refused"] = ordered_json::array();
  for (;;) {
    const auto answer = ordered_json::parse(answer_of({"propose", folder, task_.dump()}));
    SearchStep step = read_step(answer, task_["budget"]);
    step.is_again = step.number == planned_ && !answer["points"].empty();
    if (step.is_again)
      return step;
    if (step.confirms())
      warn_of_few(answer["found"]);
    auto points = sweep::values_of(space_of(step), answer["points"]);
    if (points.empty())
      return {};
    log_.info("{}", step.description);
    ordered_json out = answer["refused"];
    if (out.empty())
      out = refused(step, points);
    // The round is to know of them first, whatever happens then.
    const bool is_news = out != answer["refused"] && !step.confirms();
    task_["refused"] = out;
    if (is_news)
      continue;
    for (auto place = out.rbegin(); place != out.rend(); ++place)
      points.erase(points.begin() + place->get<std::size_t>());
    if (points.empty())
      return {};
    plan(folder, step, points);
    planned_ = step.number;
    return step;
  }
}

const sweep::DesignSpace &Search::space_of(const SearchStep &step) const {
  return step.confirms() ? confirming_ : step.part.empty() ? cheap_ : refined_;
}

void Search::warn_of_few(std::size_t n_confirmed) {
  if (const std::size_t wanted = task_["confirm"]; n_confirmed < wanted)
    log_.warn("{} of the {} points to confirm: no other is likely to keep all limits on the front",
              n_confirmed == 0 ? "none" : std::to_string(n_confirmed), wanted);
}

ordered_json Search::refused(const SearchStep &step,
                             const std::vector<sweep::PointValues> &points) {
  ordered_json places = ordered_json::array();
  std::optional<params::InputError> error;
  for (std::size_t i = 0; i < points.size(); ++i)
    try {
      sweep::Point point{points[i], {}, {}};
      sweep::resolve(space_of(step), i + 1, point);
    } catch (const params::InputError &found) {
      log_.info("infeasible: {}", found.what());
      places.push_back(i);
      error = found;
    }
  if (places.size() == points.size() && step.number == 1)
    throw *error;
  return places;
}

void Search::plan(const std::string &folder, const SearchStep &step,
                  const std::vector<sweep::PointValues> &points) {
  const std::string home = step.home(folder);
  const sweep::DesignSpace &space = space_of(step);
  std::filesystem::create_directories(home);
  sweep::Plan plan(home, space);
  sweep::Design design = sweep::make_design(space, points);
  if (const std::string difference = plan.keep(design.common); !difference.empty())
    params::refuse_file(home, difference,
                        "changes of ranges and goals alone, or another folder by --output");
  plan.number(design.points);
  ordered_json facts = facts_for_driver(space);
  facts["round"] = step.number;
  if (has_cheap_limit(space.goals(design.first)))
    facts["cheap_command"] = {"design", "--tables-only", "--all"};
  plan.write(design.points, sweep::foresee(space, design, plan, log_), design.first, facts);
}

} // namespace lacuna::cli
