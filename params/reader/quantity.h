// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <params/reader/dimension.h>

#include <stdexcept>
#include <string>
#include <vector>

namespace lacuna::params {
/** A text that cannot be a parameter's value; what() says what was expected. */
class ValueError : public std::runtime_error {
public:
  explicit ValueError(const std::string &expected, const std::string &suggestion = "")
      : std::runtime_error(expected), suggestion_(suggestion) {}

  /** What was probably meant; empty when nothing comes near. */
  const std::string &suggestion() const { return suggestion_; }

private:
  std::string suggestion_;
};

/**
 * Reads a number and its unit, such as "400 um" or "0.5 MPa*sqrt(m)", and returns the value in SI
 * units. Only zero, and a dimensionless number, may stand without a unit.
 *
 * @throws ValueError when the text is no finite number with a unit of @p dimension.
 */
double parse_quantity(const std::string &text, const Dimension &dimension);

/**
 * Reads one or more quantities separated by commas, in SI units.
 *
 * @param count how many there must be; 0 for any number from one.
 * @throws ValueError when an item is no such quantity or their number differs.
 */
std::vector<double> parse_quantities(const std::string &text, const Dimension &dimension,
                                     std::size_t count = 0);

/** What parse_quantity expects: "a length with its unit, such as 400 um". */
std::string expected_quantity(const Dimension &dimension);

/** Words for a list of which each item is @p item: "2 values separated by commas, each ...". */
std::string expected_list(const std::string &item, std::size_t count);
} // namespace lacuna::params
