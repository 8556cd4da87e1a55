// SPDX-License-Identifier: LGPL-2.1-or-later
#include <meshes/geometry/shapes/primitives.h>

#include <algorithm>
#include <cmath>
#include <stdexcept>

namespace lacuna::geometry {

namespace {

dealii::Tensor<1, 3> normalized(const dealii::Tensor<1, 3> &v) {
  const double length = v.norm();
  if (!(length > 0))
    throw std::invalid_argument("a direction must not be the zero vector");
  return v / length;
}

} // namespace

Sphere::Sphere(const Point &center, double radius) : center_(center), radius_(radius) {}

double Sphere::distance(const Point &x) const {
  return x.distance(center_) - radius_;
}

Cylinder::Cylinder(const Point &point, const dealii::Tensor<1, 3> &direction, double radius)
    : point_(point), direction_(normalized(direction)), radius_(radius) {}

double Cylinder::distance(const Point &x) const {
  const dealii::Tensor<1, 3> r = x - point_;
  return (r - (r * direction_) * direction_).norm() - radius_;
}

Box::Box(const Point &lower, const Point &upper)
    : center_(0.5 * (lower + upper)), half_size_(0.5 * (upper - lower)) {}

double Box::distance(const Point &x) const {
  double outside_squared = 0;
  double nearest_face = std::abs(x[0] - center_[0]) - half_size_[0];
  for (unsigned int d = 0; d < 3; ++d) {
    const double excess = std::abs(x[d] - center_[d]) - half_size_[d];
    const double outside = std::max(excess, 0.);
    outside_squared += outside * outside;
    nearest_face = std::max(nearest_face, excess);
  }
  return nearest_face > 0 ? std::sqrt(outside_squared) : nearest_face;
}

HalfSpace::HalfSpace(const Point &point, const dealii::Tensor<1, 3> &normal)
    : point_(point), normal_(normalized(normal)) {}

double HalfSpace::distance(const Point &x) const {
  return (x - point_) * normal_;
}

CappedCylinder::CappedCylinder(const Point &bottom, double radius, double height)
    : center_(bottom[0], bottom[1], bottom[2] + 0.5 * height), radius_(radius),
      half_height_(0.5 * height) {}

double CappedCylinder::distance(const Point &x) const {
  const double dx = x[0] - center_[0], dy = x[1] - center_[1];
  const double radial = std::sqrt(dx * dx + dy * dy) - radius_;
  const double axial = std::abs(x[2] - center_[2]) - half_height_;
  if (radial > 0 && axial > 0)
    return std::sqrt(radial * radial + axial * axial);
  return std::max(radial, axial);
}

} // namespace lacuna::geometry
