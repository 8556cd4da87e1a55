// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <meshes/geometry/shapes/shape.h>
#include <meshes/geometry/surface/triangle_mesh.h>

#include <deal.II/base/bounding_box.h>

#include <array>
#include <cstdint>
#include <string>
#include <vector>

namespace lacuna::exporting {

/** The surface of a solid in m. */
struct SurfaceMesh : geometry::TriangleMesh {
  /**
   * What keeps the triangles from bounding a solid; nothing if they do. They do where the triangles
   * (v, a, b) around each vertex v form one cycle a → b → … → a: then no edge is open, passed twice
   * the same way or shared by more than two, and no two parts touch in a vertex.
   */
  std::string fault() const;
};

/** The finest resolution (m) at which the surface within a box is sampled in so much memory (B). */
double finest_resolution(const dealii::BoundingBox<3> &box, double memory);

/**
 * The surface of the shape within the box.
 *
 * φ is sampled on a regular grid and contoured by flying edges (Schroeder, Maynard, Geveci 2015,
 * 10.1109/LDAV.2015.7348069). The faces of the box lie midway between samples and cap the shape.
 * The surface is off by about resolution² / (8 · radius of curvature) and, where a sample all but
 * lies on it, by up to 1 % of the resolution; sharp edges are bevelled by half a sample, and what
 * touches within a sample is joined.
 *
 * @param resolution Largest distance between samples (m).
 * @throws std::runtime_error where the triangles do not bound a solid; std::invalid_argument for a
 * resolution that makes no sense or is too fine.
 */
SurfaceMesh make_surface(const geometry::Shape &shape, const dealii::BoundingBox<3> &box,
                         double resolution);

} // namespace lacuna::exporting
