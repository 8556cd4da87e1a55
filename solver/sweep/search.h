// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <solver/sweep/point.h>

#include <nlohmann/json.hpp>

#include <string>
#include <vector>

namespace lacuna::sweep {

/** Points that an optimization runs together. */
struct Round {
  unsigned int number = 0; ///< from 1 on
  std::vector<PointValues> points;
};

/** What proposals are made from, beside budget and batch: see postprocess/sweep/search_task.py. */
nlohmann::ordered_json search_task(const DesignSpace &space, const std::vector<Goal> &goals);

/** The values of points from lists of texts. */
std::vector<PointValues> values_of(const DesignSpace &space, const nlohmann::json &points);

/** The goals of a design space, one to three of which are to be maximised or minimised. `values`:
 * points of which one at least must be a valid study. @throws params::InputError */
std::vector<Goal> goals_to_search(const DesignSpace &space, const std::vector<PointValues> &values);

/** "Groups/Seed=200001": the override that gives all prints of a study other seeds. */
std::string fresh_seed(const DesignSpace &space);

} // namespace lacuna::sweep
