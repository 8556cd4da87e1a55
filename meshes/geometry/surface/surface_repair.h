// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <meshes/geometry/files/note.h>
#include <meshes/geometry/surface/triangle_mesh.h>

namespace lacuna::geometry {

/**
 * The surface of a body from the triangles of a file. In this order:
 *
 * 1. vertices nearer to each other than `tolerance` become one, triangles that lose a side are left
 * out, as are those that stand twice; two that turn opposite ways cancel each other;
 * 2. where bodies touch along an edge, each gets vertices of its own;
 * 3. triangles of one shell are turned the same way;
 * 4. holes no wider than `largest_hole` are filled with triangles around their centre;
 * 5. a triangle thinner than `tolerance` hands its longest side to its neighbour, so that no side
 *    depends on a normal made of rounding;
 * 6. outer shells are turned outwards, shells within an odd number of others inwards: cavities.
 *
 * @param tolerance, largest_hole In units of the mesh; the width of a hole is the diagonal of its
 * box.
 * @throws SurfaceFault for what is no closed surface of a body after that: open, with edges of more
 * than two triangles, one-sided, of a shell that crosses itself, without volume.
 */
TriangleMesh repaired(TriangleMesh mesh, double tolerance, double largest_hole, const Note &note);

} // namespace lacuna::geometry
