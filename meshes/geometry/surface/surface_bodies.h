// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <meshes/geometry/files/note.h>
#include <meshes/geometry/surface/triangle_mesh.h>

namespace lacuna::geometry {

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
