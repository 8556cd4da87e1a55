// SPDX-License-Identifier: LGPL-2.1-or-later
#include <params/reader/range.h>

#include <params/reader/quantity.h>

#include <fmt/format.h>

#include <limits>

namespace lacuna::params {
namespace {
constexpr double infinity = std::numeric_limits<double>::infinity();

double parse_bound(const std::string &text, const Dimension &dimension, double unbounded) {
  try {
    return text.empty() ? unbounded : parse_quantity(text, dimension);
  } catch (const ValueError &error) {
    throw std::logic_error(fmt::format("bound {}; expected {}", text, error.what()));
  }
}
} // namespace

Bounds::Bounds(const Range &range, const Dimension &dimension)
    : name_(name_with_article(dimension)), range_(range),
      min_(parse_bound(range.min, dimension, -infinity)),
      max_(parse_bound(range.max, dimension, infinity)) {}

bool Bounds::contain(double value) const {
  return min_ <= value && value <= max_;
}

std::string Bounds::expected() const {
  return name_with_range(name_, range_);
}

std::string range_text(const Range &range) {
  if (range.min.empty() && range.max.empty())
    return "";
  if (range.max.empty())
    return "at least " + range.min;
  if (range.min.empty())
    return "at most " + range.max;
  return fmt::format("from {} to {}", range.min, range.max);
}

std::string name_with_range(const std::string &name, const Range &range) {
  if (range.min.empty() && range.max.empty())
    return name;
  const bool both = !range.min.empty() && !range.max.empty();
  return name + (both ? " " : " of ") + range_text(range);
}
} // namespace lacuna::params
