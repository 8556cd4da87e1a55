// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <meshes/geometry/surface/triangle_mesh.h>

#include <string>

namespace lacuna::geometry {

/**
 * The polygons of a PLY file (ASCII, binary of either byte order) cut into triangles; other
 * elements and properties are passed over. What the header counts is held against the file's size
 * before anything is read; the reader of VTK 9.1 crashes or hangs on files that are cut short.
 *
 * @throws params::InputError naming the file and what is wrong with it.
 */
TriangleMesh read_ply(const std::string &path);

} // namespace lacuna::geometry
