// SPDX-License-Identifier: LGPL-2.1-or-later
#include <meshes/geometry/arrays.h>

#include <cmath>

namespace lacuna::geometry {

namespace {

/** From the nearest of the places (i + offset) · spacing to x. */
double from_nearest(double x, double spacing, double offset) {
  const double i = std::floor(x / spacing - offset + 0.5);
  return x - (i + offset) * spacing;
}

} // namespace

CylinderArray::CylinderArray(double diameter, double spacing, double offset)
    : radius_(0.5 * diameter), spacing_(spacing), offset_(offset) {}

double CylinderArray::distance(const Point &x) const {
  const double dx = from_nearest(x[0], spacing_, offset_);
  const double dy = from_nearest(x[1], spacing_, offset_);
  return std::sqrt(dx * dx + dy * dy) - radius_;
}

SphereArray::SphereArray(double diameter, double spacing, double offset)
    : radius_(0.5 * diameter), spacing_(spacing), offset_(offset) {}

double SphereArray::distance(const Point &x) const {
  const double dx = from_nearest(x[0], spacing_, offset_);
  const double dy = from_nearest(x[1], spacing_, offset_);
  const double dz = from_nearest(x[2], spacing_, 0.5);
  return std::sqrt(dx * dx + dy * dy + dz * dz) - radius_;
}

} // namespace lacuna::geometry
