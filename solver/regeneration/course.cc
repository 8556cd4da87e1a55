// SPDX-License-Identifier: LGPL-2.1-or-later
#include <solver/regeneration/course.h>

#include <cmath>

namespace lacuna::regeneration {

namespace {

/** Between observations, at the most (s). */
constexpr double longest_interval = 86400.;

} // namespace

double follow(const Course &course, double duration, const Report &report,
              checkpoint::StateFile *states) {
  double resumed_at = 0.;
  const std::string state = states ? states->read() : std::string();
  if (state.empty()) {
    course.start();
    course.observe();
  } else {
    checkpoint::Numbers numbers(state);
    course.serialize(numbers);
    resumed_at = course.time();
  }
  const unsigned int n_intervals = std::ceil(duration / longest_interval - 1e-9);
  for (unsigned int i = std::lround(course.time() / duration * n_intervals); i < n_intervals; ++i) {
    course.advance_to(duration * (i + 1) / n_intervals);
    course.observe();
    if (states && states->is_due()) {
      checkpoint::Numbers numbers;
      course.serialize(numbers);
      states->write(numbers.bytes());
    }
    report(course.time() / duration);
  }
  return resumed_at;
}

} // namespace lacuna::regeneration
