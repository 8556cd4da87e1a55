// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <solver/study/measured_groups.h>

namespace lacuna::cli {

/**
 * Has the tables of measured groups read before anything is computed, and keeps them in a folder of
 * results, where the report finds them. Collective.
 *
 * @return The exit code: that of what reads a table which is not as it should be.
 */
int keep_measured(const std::vector<study::MeasuredGroup> &groups, const std::string &results);

} // namespace lacuna::cli
