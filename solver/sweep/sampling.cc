// SPDX-License-Identifier: LGPL-2.1-or-later
#include <solver/sweep/sampling.h>

#include <fmt/format.h>

namespace lacuna::sweep {

namespace {

constexpr double most_points = 1e5;

/** The smallest power of two that is ten a variable. */
unsigned int usual_number(std::size_t n_variables) {
  unsigned int n = 1;
  while (n < 10 * n_variables)
    n *= 2;
  return n;
}

void check_number(const DesignSpace &space) {
  const SweepParameters &p = space.parameters();
  const std::size_t n = space.variables().size();
  if (p.method == Method::one_at_a_time && p.n_points > 0 && p.n_points < n + 1)
    space.reject("Points",
                 fmt::format("at least {}: a random point, and one more a variable", n + 1));
  double of_grid = 1.;
  for (const Variable &variable : space.variables())
    of_grid *= variable.interval ? p.n_levels : variable.levels.size();
  if (p.method == Method::grid && of_grid > most_points)
    space.reject("Method", fmt::format("a grid of at most {} points, which would have {:.3g}",
                                       most_points, of_grid));
}

} // namespace

nlohmann::ordered_json describe_variables(const DesignSpace &space) {
  nlohmann::ordered_json variables = nlohmann::ordered_json::array();
  for (const Variable &variable : space.variables()) {
    nlohmann::ordered_json one = {{"name", variable.name}, {"column", column(variable)}};
    std::vector<std::string> texts = variable.levels;
    if (variable.interval) {
      const auto &[low, high, is_log] = *variable.interval;
      one.update({{"unit", variable.unit}, {"low", low}, {"high", high}, {"log", is_log}});
      for (const double end : {low, high})
        texts.push_back(fmt::format("{:.17g} {}", end, variable.unit));
    } else
      one["levels"] = variable.levels;
    if (!variable.is_word)
      for (const std::string &text : texts)
        one["si"].push_back(variable.value(text));
    variables.push_back(one);
  }
  return variables;
}

nlohmann::ordered_json sampling_task(const DesignSpace &space) {
  check_number(space);
  const SweepParameters &p = space.parameters();
  const auto variables = describe_variables(space);
  return {{"method", params::word(p.method)},
          {"points", p.n_points > 0 ? p.n_points : usual_number(variables.size())},
          {"levels", p.n_levels},
          {"seed", p.seed},
          {"variables", variables}};
}

} // namespace lacuna::sweep
