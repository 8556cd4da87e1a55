// SPDX-License-Identifier: LGPL-2.1-or-later
#include <meshes/geometry/surface/surface_fault.h>
#include <meshes/geometry/surface/surface_shape.h>

#include <algorithm>
#include <cmath>
#include <limits>

namespace lacuna::geometry {

namespace {

double angle(const Vector &a, const Vector &b) {
  return std::atan2(dealii::cross_product_3d(a, b).norm(), a * b);
}

} // namespace

SurfaceShape::SurfaceShape(TriangleMesh mesh, double unit, const Vector &shift)
    : mesh_(std::move(mesh)), unit_(unit), per_unit_(1 / unit), shift_(shift), tree_(mesh_),
      neighbors_(geometry::neighbors(mesh_)), vertex_normals_(mesh_.vertices.size()) {
  for (unsigned int t = 0; t < mesh_.triangles.size(); ++t) {
    const auto x = mesh_.corners(t);
    for (unsigned int i = 0; i < 3; ++i) {
      if (neighbors_[t][i] == no_triangle)
        throw SurfaceFault("an open edge at " + text(x[i]), "a closed surface");
      vertex_normals_[mesh_.triangles[t][i]] +=
          angle(x[(i + 1) % 3] - x[i], x[(i + 2) % 3] - x[i]) * normal(t);
    }
  }
  const auto [lower, upper] = geometry::bounds(mesh_);
  box_ = dealii::BoundingBox<3>({Point(unit * lower + shift), Point(unit * upper + shift)});
  volume_ = geometry::volume(mesh_) * unit * unit * unit;
  area_ = geometry::area(mesh_) * unit * unit;
}

void SurfaceShape::know_bounds() {
  grid_ = std::make_unique<DistanceGrid>(box_, [this](const Point &x, double limit) {
    limit *= per_unit_;
    const auto nearest = tree_.nearest(in_units(x), std::min(limit * limit, tree_.everywhere));
    nearest_to_grid_.push_back(nearest.triangle);
    return signed_distance(nearest);
  });
}

Vector SurfaceShape::in_units(const Point &x) const {
  return per_unit_ * (Vector(x) - shift_);
}

/** Of length one; zero for a triangle without area, which then leaves the sign to its neighbours.
 */
Vector SurfaceShape::normal(unsigned int triangle) const {
  const auto [a, b, c] = mesh_.corners(triangle);
  const Vector n = dealii::cross_product_3d(b - a, c - a);
  const double length = n.norm();
  return length > 0 ? n / length : n;
}

Vector SurfaceShape::pseudonormal(unsigned int triangle, unsigned int feature) const {
  if (feature < 3)
    return vertex_normals_[mesh_.triangles[triangle][feature]];
  if (feature < 6)
    return normal(triangle) + normal(neighbors_[triangle][feature - 3]);
  return normal(triangle);
}

double SurfaceShape::signed_distance(const TriangleTree::Nearest &nearest) const {
  const double distance = unit_ * std::sqrt(nearest.distance_square);
  const bool inside = nearest.offset * pseudonormal(nearest.triangle, nearest.feature) < 0;
  return inside ? -distance : distance;
}

double SurfaceShape::distance(const Point &x) const {
  constexpr double more = 1 + 1e-9; // the nearest triangle itself is still to be found
  const Vector in_units = this->in_units(x);
  if (!grid_)
    return signed_distance(tree_.nearest(in_units));
  const double limit = tree_.distance_square(in_units, nearest_to_grid_[grid_->nearest(x)]);
  return signed_distance(
      tree_.nearest(in_units, more * limit + std::numeric_limits<double>::min()));
}

} // namespace lacuna::geometry
