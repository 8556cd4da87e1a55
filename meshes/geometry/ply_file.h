// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <meshes/geometry/triangle_mesh.h>

#include <string>

namespace lacuna::geometry {

/**
 * The polygons of a PLY file (ASCII, binary of either byte order), each cut into a fan of
 * triangles; other elements and properties are passed over. Read here since the readers of VTK 9.1
 * and Assimp 5.2 crash or hang on files that are cut short.
 *
 * @throws params::InputError naming the file and what is wrong with it.
 */
TriangleMesh read_ply(const std::string &path);

} // namespace lacuna::geometry
