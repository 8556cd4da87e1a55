// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <meshes/geometry/note.h>
#include <meshes/geometry/triangle_mesh.h>

namespace lacuna::geometry {

/** Numbers of triangles that hang together over edges. */
using Shell = std::vector<unsigned int>;

/** Adds the vertices and triangles of another mesh. */
void append(TriangleMesh &mesh, const TriangleMesh &other);

/** The shells of a mesh whose triangles are turned alike in each. */
std::vector<Shell> shells(const TriangleMesh &mesh);

/**
 * Turns the triangles of each shell, whatever hangs together over edges, the way most of them turn.
 *
 * @throws SurfaceFault for a one-sided surface.
 */
void turn_alike(TriangleMesh &mesh, const Note &note);

/**
 * Turns shells outwards that lie within an even number of others, and inwards those within an odd
 * number: bodies and cavities. Shells are closed, alike and do not cross.
 */
void turn_outwards(TriangleMesh &mesh, double tolerance, const Note &note);

/**
 * The outer shells, each with the cavities in it, of a mesh that was turned outwards.
 *
 * @throws SurfaceFault for a cavity that touches its body's outside: a wall of no thickness.
 */
std::vector<TriangleMesh> bodies(const TriangleMesh &mesh, double tolerance);

} // namespace lacuna::geometry
