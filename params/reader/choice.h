// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <string>
#include <utility>
#include <vector>

namespace lacuna::params {

/**
 * The values of an enum beside their words in parameter files and results. An enum that users
 * choose from has, beside it, a function words(Enum) that returns them.
 */
template <typename Enum>
using Words = std::vector<std::pair<Enum, std::string>>;

/** The word of a value. */
template <typename Enum>
std::string word(Enum value) {
  for (const auto &[known, text] : words(value))
    if (known == value)
      return text;
  return {};
}

} // namespace lacuna::params
