// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <meshes/geometry/triangle_mesh.h>

namespace lacuna::geometry {

/**
 * Makes sure that no two triangles cross. Touching, by up to `tolerance` (units of the mesh), is no
 * crossing, nor is overlapping in one plane. Reorders the triangles.
 *
 * @throws SurfaceFault with the number of crossing pairs and the place of the first.
 */
void check_crossings(TriangleMesh &mesh, double tolerance);

} // namespace lacuna::geometry
