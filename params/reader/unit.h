// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <params/reader/dimension.h>

#include <optional>
#include <string_view>

namespace lacuna::params {
/**
 * A unit of measure: one of it is numerator / denominator * 10^decades in SI. The decades are kept
 * apart so that they join the number's own: 0.4 mm and 400 um are the same double.
 */
struct Unit {
  double numerator = 1;
  double denominator = 1;
  int decades = 0;
  Dimension dimension;
};

/**
 * Reads a unit expression: units with SI prefixes, *, /, integer powers, sqrt(...), parentheses;
 * it may begin with "/". Nothing when the text is no such expression.
 */
std::optional<Unit> parse_unit(std::string_view text);
} // namespace lacuna::params
