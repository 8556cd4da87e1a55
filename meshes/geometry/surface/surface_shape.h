// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <meshes/geometry/shapes/distance_grid.h>
#include <meshes/geometry/surface/triangle_tree.h>

#include <deal.II/base/bounding_box.h>

#include <memory>

namespace lacuna::geometry {

/**
 * What a closed surface of triangles encloses. Exact distance; once know_bounds() was called,
 * bounds by a grid, whose nearest triangles are where the search begins.
 *
 * The sign is that of the offset from the nearest point times the surface's pseudonormal there: the
 * normal of the triangle, on an edge the sum of the two normals, at a vertex the sum of the normals
 * weighted with the triangles' angles (Bærentzen, Aanæs 2005, 10.1109/TVCG.2005.49).
 */
class SurfaceShape : public Shape {
public:
  /**
   * @param mesh Closed, of one orientation and without crossings: as repaired() makes it.
   * @param unit Length of one unit of the mesh (m).
   * @param shift What is added to the coordinates (m).
   * @throws SurfaceFault for an edge without or of more than two triangles.
   */
  SurfaceShape(TriangleMesh mesh, double unit, const Vector &shift = {});

  double distance(const Point &x) const override;
  Bounds bounds(const Point &x) const override { return grid_ ? grid_->bounds(x) : Bounds(); }

  /** Takes a quarter of a million distances for the bounds: for a shape that is asked more often.
   */
  void know_bounds();

  const dealii::BoundingBox<3> &box() const { return box_; }
  double volume() const { return volume_; } ///< m³
  double area() const { return area_; }     ///< m²
  std::size_t n_triangles() const { return mesh_.triangles.size(); }

private:
  Vector in_units(const Point &x) const;
  double signed_distance(const TriangleTree::Nearest &nearest) const;
  Vector normal(unsigned int triangle) const;
  Vector pseudonormal(unsigned int triangle, unsigned int feature) const;

  TriangleMesh mesh_;
  double unit_;
  double per_unit_;
  Vector shift_;
  TriangleTree tree_;
  Neighbors neighbors_;
  std::vector<Vector> vertex_normals_;
  dealii::BoundingBox<3> box_;
  double volume_;
  double area_;
  std::unique_ptr<const DistanceGrid> grid_;
  std::vector<unsigned int> nearest_to_grid_; ///< the triangle nearest to each point of the grid
};

} // namespace lacuna::geometry
