// SPDX-License-Identifier: LGPL-2.1-or-later
#include <solver/study/sweep_sections.h>
#include <solver/sweep/sweep_parameters.h>

namespace lacuna::sweep {

namespace {
const std::string section = study::sweep_section;
} // namespace

params::Words<Method> words(Method) {
  return {{Method::sobol, "sobol"},
          {Method::latin_hypercube, "latin hypercube"},
          {Method::grid, "grid"},
          {Method::one_at_a_time, "one at a time"},
          {Method::list, "list"}};
}

params::Words<PointCommand> words(PointCommand) {
  return {{PointCommand::compare, "compare"}, {PointCommand::compress, "compress"},
          {PointCommand::release, "release"}, {PointCommand::regenerate, "regenerate"},
          {PointCommand::design, "design"},   {PointCommand::homogenize, "homogenize"}};
}

params::Words<Prints> words(Prints) {
  return {{Prints::common, "common"}, {Prints::independent, "independent"}};
}

void SweepParameters::declare(params::Registry &registry) {
  constexpr unsigned int most_points = 100000, most_seeds = 4000000000u;
  registry.section_changes(section, params::Changes::count);
  registry.choice(section, "Method", method, Method::sobol,
                  "How points are laid into the ranges of Sweep/Variables: a Sobol sequence, which "
                  "more points extend; a Latin hypercube; every combination of a grid; random "
                  "points of which one variable at a time is changed; or those of a List");
  registry.integer(section, "Points", n_points, 0, 0, most_points,
                   "Points of a sobol, latin hypercube or one-at-a-time sweep; 0 for the smallest "
                   "power of two that is at least ten a variable");
  registry.integer(section, "Levels", n_levels, 3, 2, 1000,
                   "Values in a grid of a range that has no step, its ends included");
  registry.file(section, "List", list,
                "Table (CSV) of the points of a list: a column a variable, with units");
  registry.integer(section, "Seed", seed, 1, 0, most_seeds,
                   "Seed of the points; another one gives other points of the same kind");
  registry.integer(section, "Specimens", n_specimens, 0, 0, 10000,
                   "Specimens of each group at a point; 0 for as many as in Groups");
  registry.choice(section, "Prints", prints, Prints::common,
                  "Whether all points have the seeds of the study, so that they differ by design "
                  "alone, or independent ones");
  registry.choice(section, "Command", command, PointCommand::compare,
                  "What is run at a point, without pictures and report");
  registry.text(section, "Group", group, "",
                "The group that Goals are about; empty where there is one only");
  registry.quantity(section, "Time limit", time_limit, params::time, "0", {"0 s", ""},
                    "A point that takes longer is ended, and counts as killed; 0 for no limit");
}

void SweepParameters::check(const params::Registry &registry) const {
  if (method == Method::list && list.empty())
    registry.reject(section, "List", "a table of points where Method is list");
  if (method != Method::list && !list.empty())
    registry.reject(section, "List", "nothing where Method is " + params::word(method));
}

} // namespace lacuna::sweep
