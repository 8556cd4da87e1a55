// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <meshes/geometry/files/note.h>
#include <meshes/geometry/surface/surface_shape.h>

#include <vector>

namespace lacuna::geometry {

/**
 * The bodies of a mesh that was repaired, sorted into meshes in none of which two bodies touch.
 * Where they do there is no surface between them, or two with opposite normals, and the nearest
 * triangle would not tell the inside.
 *
 * @param tolerance In units of the mesh.
 * @throws SurfaceFault where bodies cross, or a cavity touches the outside.
 */
std::vector<TriangleMesh> without_contact(const TriangleMesh &mesh, double tolerance,
                                          const Note &note);

/** Bodies that touch and hang together there: φ = min φᵢ − the width by which they are joined. */
class TouchingBodies : public SurfaceShape {
public:
  /**
   * @param mesh All of them, for box, volume and area, the faces between them counted.
   * @param parts As without_contact() makes them.
   * @param width Twice this is the widest gap between faces that are taken to touch (m).
   */
  TouchingBodies(const TriangleMesh &mesh, std::vector<TriangleMesh> parts, double unit,
                 const Vector &shift, double width);

  double distance(const Point &x) const override;
  Bounds bounds(const Point &x) const override;

private:
  std::vector<ShapePtr> parts_;
  double width_;
};

} // namespace lacuna::geometry
