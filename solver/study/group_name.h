// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <params/reader/prm_file.h>

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

} // namespace lacuna::study
