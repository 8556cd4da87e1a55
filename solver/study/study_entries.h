// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <params/reader/input_error.h>

#include <string>
#include <vector>

namespace lacuna::study {

/**
 * What a study's file sets, and then what the command line does, as "Section/Key=value".
 * @throws params::InputError
 */
std::vector<params::Entry> read_entries(const std::string &path,
                                        const std::vector<std::string> &overrides);

} // namespace lacuna::study
