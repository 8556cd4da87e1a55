// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <params/reader/dimension.h>
#include <params/reader/input_error.h>

#include <optional>
#include <string>
#include <vector>

namespace lacuna::sweep {

/** A range of a variable, in the variable's unit. */
struct Interval {
  double low, high;
  bool is_log;
};

/**
 * What a sweep varies: a quantity from a range or a list of values, or one of some words. A
 * quantity has a unit, in which its values are written, and a dimension.
 */
struct Variable {
  std::string name;
  std::string unit; ///< as written; empty for a plain number and for words
  params::Dimension dimension;
  bool is_word = false;
  std::optional<Interval> interval; ///< of a range without a step
  std::vector<std::string> levels;  ///< of any other: texts with units, or words

  /**
   * The SI value of a text; of a word its place among the levels.
   * @throws params::ValueError where the text is not of the variable's dimension, beyond its range,
   * or none of its words.
   */
  double value(const std::string &text) const;

  /** Its range or its levels, for messages. */
  std::string expected() const;
};

/** The column of a variable in plan.csv: its name, with the SI unit of a quantity. */
std::string column(const Variable &variable);

/**
 * Reads "250 um .. 600 um", with "log" or "step 50 um" after it, "a, b, c" of quantities or words.
 * @throws params::InputError
 */
Variable parse_variable(const params::Entry &entry);

} // namespace lacuna::sweep
