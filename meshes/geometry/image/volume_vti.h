// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <meshes/geometry/image/volume.h>

#include <string>

namespace lacuna::geometry {

/**
 * A VTK image (.vti) of one piece, in units of the file, which states none: the array that is named
 * as its scalars or else the first, of points or else of cells, ASCII or binary, compressed or not.
 * A negative spacing is that of an axis that runs backwards.
 *
 * VTK's parser takes the file apart; its reader crashes, hangs or takes memory without end where
 * files are damaged, so that what the file says is held against its size here. VTK says nothing
 * meanwhile.
 *
 * @throws params::InputError naming the file.
 */
Volume read_vti(const std::string &path);

} // namespace lacuna::geometry
