// SPDX-License-Identifier: LGPL-2.1-or-later
#include <solver/study/rates.h>
#include <solver/sweep/design.h>
#include <solver/sweep/identity.h>
#include <solver/sweep/prm_text.h>

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <optional>
#include <set>

namespace lacuna::sweep {

namespace {

/** Refuses an assignment that every group overrides, so that its variables would set nothing. */
void check_effect(const DesignSpace &space, const Point &point, const study::Study &study) {
  const auto entries = made_portable(point.entries, study::default_parameters().parameters());
  for (std::size_t i = 0; i < space.assignments().size(); ++i) {
    const std::string line =
        fmt::format("{}/{} = {}\n", entries[i].section, entries[i].key, entries[i].value);
    const bool has_effect =
        std::any_of(study.groups().begin(), study.groups().end(), [&](const study::Group &group) {
          return std::any_of(group.identity.begin(), group.identity.end(), [&](const auto &one) {
            return one.second.find(line) != std::string::npos;
          });
        });
    if (!has_effect)
      throw params::InputError(space.assignments()[i].entry(),
                               "a parameter that not every group overrides: it sets nothing");
  }
}

} // namespace

Design make_design(const DesignSpace &space, const std::vector<PointValues> &values) {
  Point point{values.front(), {}, {}};
  Design design{{}, resolve(space, 1, point), {}};
  check_effect(space, point, design.first);
  space.goals(design.first);
  Identities identities(space);
  design.common = identities.common(design.first);
  std::set<std::string> known;
  for (std::size_t i = 0; i < values.size(); ++i) {
    point = {values[i], {}, {}};
    point.identity = identities.of_point(resolve(space, i + 1, point));
    if (known.insert(point.identity).second)
      design.points.push_back(point);
  }
  return design;
}

std::vector<Demand> foresee(const DesignSpace &space, const Design &design, const Plan &plan,
                            study::Log &log) {
  constexpr auto interval = std::chrono::seconds(5);
  auto said = std::chrono::steady_clock::now();
  std::optional<study::Rates> rates;
  std::vector<Demand> demands;
  for (std::size_t i = 0; i < design.points.size(); ++i) {
    if (const Demand *known = plan.foreseen(design.points[i])) {
      demands.push_back(*known);
      continue;
    }
    if (!rates)
      rates = study::rates_here(MPI_COMM_WORLD);
    demands.push_back(foresee(space, i + 1, design.points[i], *rates));
    if (const auto now = std::chrono::steady_clock::now(); now - said > interval) {
      said = now;
      log.info("{} of {} points are foreseen", i + 1, design.points.size());
    }
  }
  return demands;
}

} // namespace lacuna::sweep
