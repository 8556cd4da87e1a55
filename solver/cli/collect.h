// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <string>

namespace lacuna::cli {

/** The study of the batch of a comparison that a folder holds; empty where it holds none. */
std::string compared_study(const std::string &folder);

/**
 * Makes the tables and the report of the specimens that are there, in a folder that this run has
 * locked. Collective.
 *
 * @return The exit code: 1 where specimens are missing, which standard error names.
 */
int gather(const std::string &folder, const std::string &study);

} // namespace lacuna::cli
