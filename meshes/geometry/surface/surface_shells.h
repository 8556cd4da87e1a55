// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <meshes/geometry/files/note.h>
#include <meshes/geometry/surface/triangle_mesh.h>

namespace lacuna::geometry {

/** Numbers of triangles that hang together over edges. */
using Shell = std::vector<unsigned int>;

/** Adds the vertices and triangles of another mesh. */
void append(TriangleMesh &mesh, const TriangleMesh &other);

/** Exchanges its inside and outside. */
void turn(TriangleMesh::Triangle &triangle);

/** The shell alone, with the vertices it uses. */
TriangleMesh part(const TriangleMesh &mesh, const Shell &shell);

/** The shells of a mesh whose triangles are turned alike in each. */
std::vector<Shell> shells(const TriangleMesh &mesh);

/**
 * Turns the triangles of each shell, whatever hangs together over edges, the way most of them turn.
 *
 * @throws SurfaceFault for a one-sided surface.
 */
void turn_alike(TriangleMesh &mesh, const Note &note);

} // namespace lacuna::geometry
