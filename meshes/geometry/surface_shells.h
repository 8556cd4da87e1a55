// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <meshes/geometry/note.h>
#include <meshes/geometry/triangle_mesh.h>

namespace lacuna::geometry {

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

} // namespace lacuna::geometry
