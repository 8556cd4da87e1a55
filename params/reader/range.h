// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <params/reader/dimension.h>

#include <string>

namespace lacuna::params {
/** The least and the largest value allowed, as texts with units; an empty one is no bound. */
struct Range {
  std::string min;
  std::string max;
};

/** The bounds of a quantity, both as written and in SI units. */
class Bounds {
public:
  /** @throws std::logic_error when a bound is no quantity of @p dimension. */
  Bounds(const Range &range, const Dimension &dimension);

  /** Whether @p value (SI) lies within, the bounds included. */
  bool contain(double value) const;

  /** "a length from 10 um to 10 mm". */
  std::string expected() const;

private:
  std::string name_;
  Range range_;
  double min_;
  double max_;
};

/** "from 10 um to 10 mm", "at least 10 um", "at most 10 mm", or nothing. */
std::string range_text(const Range &range);

/** "a length from 10 um to 10 mm", "a length of at least 10 um". */
std::string name_with_range(const std::string &name, const Range &range);
} // namespace lacuna::params
