// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <meshes/geometry/scaffold/scaffold.h>

namespace lacuna::geometry {

/**
 * The half or quarter of a specimen beyond its mirror planes x = mid, y = mid: the same shapes in a
 * smaller box, whose lower faces the planes are (Scaffold::mirrored). The specimen itself where it
 * has none, as every one that is printed with variations.
 *
 * A plane counts where φ at 20,000 random points of the box is that at their mirror images to 1e-9
 * of the box.
 */
Scaffold symmetric_part(const Scaffold &scaffold);

} // namespace lacuna::geometry
