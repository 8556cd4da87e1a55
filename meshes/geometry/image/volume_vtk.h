// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <meshes/geometry/image/volume.h>

#include <string>

namespace lacuna::geometry {

/**
 * A VTK image (.vti), in units of the file, which states none. A negative spacing is that of an
 * axis that runs backwards. VTK, which reads it, says nothing meanwhile.
 *
 * @throws params::InputError naming the file.
 */
Volume read_vti(const std::string &path);

} // namespace lacuna::geometry
