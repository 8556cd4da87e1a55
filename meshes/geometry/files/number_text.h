// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <charconv>
#include <cmath>
#include <optional>
#include <string_view>

namespace lacuna::geometry {

/** Characters of a word that may be a number, at the most; longer ones are read in parts. */
inline constexpr int longest_number = 128;

/**
 * A number as files of surfaces write it, whatever the locale; "nan" is one, for the reader to
 * judge, and what it means beyond the largest. Nothing where the word is none.
 */
inline std::optional<double> parse_double(std::string_view word) {
  if (word.size() > 1 && word[0] == '+')
    word.remove_prefix(1);
  double value = 0.;
  const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), value);
  if (error == std::errc::invalid_argument || end != word.data() + word.size())
    return std::nullopt;
  return error == std::errc() ? value : std::nan("");
}

/** A coordinate; by way of a double, to which tiny numbers are within range. */
inline std::optional<float> parse_float(std::string_view word) {
  const auto value = parse_double(word);
  return value ? std::optional(static_cast<float>(*value)) : std::nullopt;
}

} // namespace lacuna::geometry
