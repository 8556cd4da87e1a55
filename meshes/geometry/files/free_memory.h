// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <string>

namespace lacuna::geometry {

/** Free memory of this machine (B); infinite where it does not say. */
double free_memory_of_machine();

/** What this process may still add to its address space (B); infinite without a limit. */
double free_address_space();

/**
 * What this process may still take (B), if each rank that its launcher says to run on this machine
 * takes as much.
 */
double free_memory();

/**
 * Refuses what would take more memory than is free, for a file.
 *
 * @param what "1600 x 1600 x 1600 voxels".
 * @throws params::InputError with both.
 */
void require_memory(const std::string &path, const std::string &what, double bytes);

} // namespace lacuna::geometry
