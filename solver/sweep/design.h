// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <solver/study/log.h>
#include <solver/sweep/plan.h>

#include <map>
#include <string>
#include <vector>

namespace lacuna::sweep {

/** The points of a sweep, each once, and the study at the first of them. */
struct Design {
  std::vector<Point> points;
  study::Study first;
  /** What all points have in common, see Identities. */
  std::map<std::string, std::string> common;
};

/** Resolves and checks points. @throws params::InputError at the first that is no valid study. */
Design make_design(const DesignSpace &space, const std::vector<PointValues> &values);

/** What the points take, as far as the plan does not know it already. Says how far it is. */
std::vector<Demand> foresee(const DesignSpace &space, const Design &design, const Plan &plan,
                            study::Log &log);

} // namespace lacuna::sweep
