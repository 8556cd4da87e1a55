// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <solver/checkpoint/numbers.h>
#include <solver/checkpoint/state_file.h>

#include <functional>

namespace lacuna::regeneration {

/** What is followed over weeks. */
struct Course {
  std::function<void()> start;
  std::function<double()> time; ///< s
  std::function<void(double)> advance_to;
  /** Notes the state at the present time. */
  std::function<void()> observe;
  /** Its state, with all that was noted. */
  std::function<void(checkpoint::Numbers &)> serialize;
};

/** Told the share of the time that is done. */
using Report = std::function<void(double)>;

/**
 * Follows a course for a duration (s): it is observed at the start and once a day, at the least.
 *
 * @param states Of runs that were interrupted, and of this one; none to keep none.
 * @return When (s) it went on from a state that was kept; 0 where it began at the start.
 */
double follow(const Course &course, double duration, const Report &report,
              checkpoint::StateFile *states);

} // namespace lacuna::regeneration
