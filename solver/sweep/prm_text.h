// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <params/reader/registry.h>

#include <string>
#include <vector>

namespace lacuna::sweep {

/** Entries as lines of a parameter file, which read back in the same order. */
std::string prm_text(const std::vector<params::Entry> &entries);

/**
 * Entries that mean the same wherever the file that holds them is: files that they name are seen
 * from the root, also those in the overrides of groups and those that a variable stands for.
 *
 * @param parameters All that there are.
 */
std::vector<params::Entry> made_portable(const std::vector<params::Entry> &entries,
                                         const std::vector<params::Parameter> &parameters);

} // namespace lacuna::sweep
