// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <meshes/geometry/triangle_mesh.h>

#include <string>

namespace lacuna::geometry {

/** Whether the name ends as one of a surface that can be read: .stl, .obj or .ply. */
bool is_surface_file(const std::string &path);

/**
 * The polygons of an STL, OBJ or PLY file (ASCII or binary) cut into triangles, as they stand
 * there.
 *
 * @throws params::InputError naming the file: another ending, not readable, no such file, no
 * polygons, coordinates that are no numbers.
 */
TriangleMesh read_triangles(const std::string &path);

} // namespace lacuna::geometry
