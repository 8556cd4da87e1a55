// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <meshes/geometry/surface/triangle_mesh.h>

namespace lacuna::geometry {

/**
 * Where bodies touch along a whole edge, more than two triangles meet: each two with solid between
 * them get vertices of their own, as long as all turn outwards. Other edges stay as they are.
 */
void part_at_edges(TriangleMesh &mesh);

} // namespace lacuna::geometry
