// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <meshes/geometry/surface/triangle_mesh.h>

namespace lacuna::geometry {

/** Corners of a polygon at the most: more is a damaged file, and cutting it would take long. */
inline constexpr unsigned int most_corners = 1000;

/**
 * Adds a polygon of the mesh's vertices, concave or not quite plane, cut into triangles that turn
 * as it does; nothing where it has fewer than three corners.
 */
void add_polygon(TriangleMesh &mesh, std::vector<unsigned int> corners);

} // namespace lacuna::geometry
