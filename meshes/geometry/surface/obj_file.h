// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <meshes/geometry/surface/triangle_mesh.h>

#include <string>

namespace lacuna::geometry {

/**
 * The polygons of a Wavefront OBJ file cut into triangles; whatever else it holds, and other files
 * that it names, are passed over.
 *
 * @throws params::InputError naming the file, the line and what is wrong with it.
 */
TriangleMesh read_obj(const std::string &path);

} // namespace lacuna::geometry
