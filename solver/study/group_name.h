// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <params/reader/prm_file.h>

#include <vector>

namespace lacuna::study {

/** Whether an entry of a study names a group rather than says which specimens there are. */
bool names_group(const params::Entry &entry);

/**
 * The key of an entry as a group's name, which is that of a folder beside the study's own files, of
 * figures and of columns.
 *
 * @throws params::InputError where no folder of that name can be on every system, or it would be
 * taken for a file of the results.
 */
void check_group_name(const params::Entry &entry);

/**
 * What a group changes, "A/B = 1; C/D = 2", as entries that point at its line.
 *
 * @throws params::InputError where that is no such list, or changes what all groups share.
 */
std::vector<params::Entry> group_overrides(const params::Entry &group);

} // namespace lacuna::study
