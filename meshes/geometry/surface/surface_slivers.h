// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <meshes/geometry/files/note.h>
#include <meshes/geometry/surface/triangle_mesh.h>

namespace lacuna::geometry {

/**
 * Triangles of a closed mesh thinner than `tolerance` hand their longest side to their neighbour:
 * the diagonal of the two is turned, which moves the surface by less than the tolerance. One that
 * would double an edge stays.
 */
void turn_slivers(TriangleMesh &mesh, double tolerance, const Note &note);

} // namespace lacuna::geometry
