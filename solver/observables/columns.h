// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <string>
#include <vector>

namespace lacuna::observables {

/** A quantity in specimens.csv: its column is the name, "_" and the unit where it has one. */
struct Column {
  std::string name;
  std::string unit; ///< "Pa", "m2", "mol_s_per_m3"; empty for a plain number

  std::string full_name() const { return unit.empty() ? name : name + "_" + unit; }
};

/** What a specimen may have in specimens.csv, apart from error bars: the one list of them. */
std::vector<Column> geometry_columns();
std::vector<Column> compression_columns();
std::vector<Column> weakest_link_columns();
std::vector<Column> collapse_columns();
std::vector<Column> release_columns(const std::string &factor);
/** The same without the factor's name before theirs. */
std::vector<Column> release_quantities();
std::vector<Column> regeneration_columns();
std::vector<Column> culture_columns();
std::vector<Column> cell_columns();
std::vector<Column> numerics_columns();

} // namespace lacuna::observables
