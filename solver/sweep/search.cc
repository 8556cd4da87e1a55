// SPDX-License-Identifier: LGPL-2.1-or-later
#include <solver/sweep/plan.h>
#include <solver/sweep/sampling.h>
#include <solver/sweep/search.h>

#include <fmt/format.h>

#include <algorithm>

namespace lacuna::sweep {

namespace {

constexpr int most_goals = 3;

/** The study of the first point that is valid; otherwise what is wrong with the first. */
study::Study valid_study(const DesignSpace &space, const std::vector<PointValues> &values) {
  for (std::size_t i = 1; i < values.size(); ++i)
    try {
      Point point{values[i], {}, {}};
      return resolve(space, i + 1, point);
    } catch (const params::InputError &) { // the first one's is told
    }
  Point point{values.front(), {}, {}};
  return resolve(space, 1, point);
}

} // namespace

nlohmann::ordered_json search_task(const DesignSpace &space, const std::vector<Goal> &goals) {
  nlohmann::ordered_json task = {{"seed", space.parameters().seed},
                                 {"variables", describe_variables(space)},
                                 {"goals", nlohmann::ordered_json::array()},
                                 {"refused", nlohmann::ordered_json::array()}};
  for (const Goal &goal : goals)
    task["goals"].push_back(describe(goal));
  return task;
}

std::vector<PointValues> values_of(const DesignSpace &space, const nlohmann::json &points) {
  std::vector<PointValues> result;
  for (const auto &texts : points) {
    PointValues values{texts.get<std::vector<std::string>>(), {}};
    for (std::size_t i = 0; i < values.texts.size(); ++i)
      values.numbers.push_back(space.variables()[i].value(values.texts[i]));
    result.push_back(values);
  }
  return result;
}

std::vector<Goal> goals_to_search(const DesignSpace &space,
                                  const std::vector<PointValues> &values) {
  const std::vector<Goal> goals = space.goals(valid_study(space, values));
  const auto n = std::count_if(goals.begin(), goals.end(),
                               [](const Goal &goal) { return goal.sense != Sense::none; });
  if (n < 1 || n > most_goals)
    throw params::InputError(
        {"Goals", "", fmt::format("{} to maximise or minimise", n), space.path(), 0},
        fmt::format("1 to {} columns to maximise or minimise", most_goals));
  return goals;
}

std::string fresh_seed(const DesignSpace &space) {
  // Beyond the seeds of 20 groups, which are 10000 apart, and between those of two points.
  constexpr unsigned int beyond = 200000;
  return fmt::format("Groups/Seed={}", space.first_seed() + beyond);
}

} // namespace lacuna::sweep
