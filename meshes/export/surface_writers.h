// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <meshes/export/surface.h>

namespace lacuna::exporting {

// Files for printing and viewing, in millimetres: what slicers take a bare number for. Each writes
// a whole file or none, returns its size in bytes and throws std::runtime_error naming the path.

/** Binary STL; readers join the vertices of its triangles by their coordinates. */
std::uintmax_t write_stl(const SurfaceMesh &mesh, const std::string &path);

/** Binary PLY; vertices are shared. */
std::uintmax_t write_ply(const SurfaceMesh &mesh, const std::string &path);

/** 3MF (core specification 1.3): one object in millimetres, vertices shared, compressed. */
std::uintmax_t write_3mf(const SurfaceMesh &mesh, const std::string &path);

} // namespace lacuna::exporting
