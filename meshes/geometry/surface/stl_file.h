// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <meshes/geometry/surface/triangle_mesh.h>

#include <string>

namespace lacuna::geometry {

/**
 * The triangles of an STL file, ASCII or binary, whose header may begin with "solid" as well. No
 * vertex is shared; normals and attributes are passed over.
 *
 * @throws params::InputError naming the file and what is wrong with it: cut short, with the number
 * of triangles found, or no STL.
 */
TriangleMesh read_stl(const std::string &path);

} // namespace lacuna::geometry
