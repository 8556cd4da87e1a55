// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <solver/sweep/assignment.h>

#include <string>
#include <vector>

namespace lacuna::sweep {

/**
 * Reads the values of points from a table (CSV): a column a variable, named "d" with units in the
 * cells, or "d (um)" with numbers.
 *
 * @throws params::InputError with file and line.
 */
std::vector<PointValues> read_values(const std::string &path,
                                     const std::vector<Variable> &variables);

/** The same of a text; `name` stands for the path in messages. */
std::vector<PointValues> parse_values(const std::string &text, const std::string &name,
                                      const std::vector<Variable> &variables);

} // namespace lacuna::sweep
