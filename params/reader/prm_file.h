// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <params/reader/input_error.h>

#include <string>
#include <vector>

namespace lacuna::params {
/**
 * Reads a file in the format of deal.II's ParameterHandler, with what it includes: relative to the
 * including file, else to the params/ that goes with the program. Entries come in the order of
 * reading; a later one overrides an earlier one. An empty subsection gives an entry with an empty
 * key: it may name something that has defaults only.
 *
 * @throws InputError at an unreadable file, a faulty statement, text that is no UTF-8, or more text
 * and files than any study has.
 */
std::vector<Entry> read_prm_file(const std::string &path);

/**
 * Reads "Section/Key=value" as given to --set.
 *
 * @throws InputError when it has another form, or a value that no parameter file could hold.
 */
Entry parse_override(const std::string &text);
} // namespace lacuna::params
