// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <params/reader/dimension.h>

#include <string>

namespace lacuna::sweep {

/** The end of a column's name for a quantity in SI units: "m", "mol_per_m3"; empty for a number. */
std::string column_unit(const params::Dimension &dimension);

/** The unit that a column's name ends in, as parameter files write it: "mol/m^3"; "1" for none. */
std::string written_unit(const std::string &column_unit);

} // namespace lacuna::sweep
