// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <meshes/geometry/surface/triangle_mesh.h>

#include <string>

namespace lacuna::geometry {

/** Those of surfaces that can be read, for messages. */
extern const std::string surface_endings;

/** Whether the name ends so. */
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
