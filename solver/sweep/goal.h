// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <params/reader/input_error.h>
#include <solver/observables/columns.h>

#include <optional>
#include <string>
#include <vector>

namespace lacuna::sweep {

enum class Sense { none, maximise, minimise };

/** What is wanted of a column of specimens.csv, as the mean of a group's specimens. */
struct Goal {
  std::string column; ///< in full: "youngs_modulus_Pa"
  Sense sense = Sense::none;
  std::optional<double> low, high; ///< SI: at least, at most
};

/**
 * Reads "maximise", "minimise", "at least 300 um", "at most 25 %", "within 0.1 GPa .. 2 GPa", or
 * several of them separated by commas.
 *
 * @param columns Those that there will be; the entry names one with or without its unit.
 * @throws params::InputError
 */
Goal parse_goal(const params::Entry &entry, const std::vector<observables::Column> &columns);

} // namespace lacuna::sweep
