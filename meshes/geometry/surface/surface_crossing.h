// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <meshes/geometry/surface/triangle_mesh.h>

namespace lacuna::geometry {

/**
 * Makes sure that no two triangles of one shell cross. Touching, by up to `tolerance` (units of the
 * mesh), is no crossing, nor is overlapping in one plane. Reorders the triangles.
 *
 * @throws SurfaceFault with the number of crossing pairs and the place of the first.
 */
void check_crossings(TriangleMesh &mesh, double tolerance);

/** Lower and upper corner. */
using MeshBox = std::array<Vector, 2>;

/** Whether two boxes have a point in common when one is wider by a margin at all sides. */
bool meet(const MeshBox &one, const MeshBox &other, double margin);

/** Pairs of triangles that cross, and where the first does. */
struct Crossings {
  std::size_t n_pairs = 0;
  Vector first;
};

/**
 * Pairs of a triangle of one closed surface and one of the other, each surface moved along its
 * normals by a way of its own (units of the meshes; outwards, or inwards where it is negative).
 */
Crossings crossings(const TriangleMesh &one, double way, const TriangleMesh &other,
                    double other_way, double tolerance);

/** @throws SurfaceFault that names them. */
[[noreturn]] void refuse_crossings(const Crossings &found);

} // namespace lacuna::geometry
