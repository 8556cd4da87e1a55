// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <string>

namespace lacuna::geometry {

/**
 * Refuses XML files of VTK images that VTK's reader does not survive, or says no more of than that
 * they are damaged: cut short, of texts, of more voxels than the file can hold or there is memory
 * for.
 *
 * @throws params::InputError naming the file.
 */
void check_vti(const std::string &path);

} // namespace lacuna::geometry
