// SPDX-License-Identifier: LGPL-2.1-or-later
#include <meshes/geometry/lattices/sphere_array.h>

#include <params/reader/registry.h>

#include <cmath>

namespace lacuna::geometry {

namespace {

/** From the nearest of the places (i + offset) · spacing to x. */
double from_nearest(double x, double spacing, double offset) {
  const double i = std::floor(x / spacing - offset + 0.5);
  return x - (i + offset) * spacing;
}

void check(const params::Registry &registry, const GeometryParameters &parameters) {
  const ScaffoldParameters &p = parameters.scaffold;
  if (p.strand_diameter >= std::sqrt(3.) * p.strand_spacing)
    registry.reject("Scaffold", "Strand diameter",
                    "less than the spacing times the square root of 3, or no pore space is left");
}

ShapePtr make(const GeometryParameters &p, FileShapes &, const dealii::BoundingBox<3> &,
              std::uint64_t) {
  return std::make_shared<SphereArray>(p.scaffold.strand_diameter, p.scaffold.strand_spacing,
                                       p.scaffold.strand_offset);
}

} // namespace

SphereArray::SphereArray(double diameter, double spacing, double offset)
    : radius_(0.5 * diameter), spacing_(spacing), offset_(offset) {}

double SphereArray::distance(const Point &x) const {
  const double dx = from_nearest(x[0], spacing_, offset_);
  const double dy = from_nearest(x[1], spacing_, offset_);
  const double dz = from_nearest(x[2], spacing_, 0.5);
  return std::sqrt(dx * dx + dy * dy + dz * dz) - radius_;
}

LatticeKind spheres_kind() {
  LatticeKind kind;
  kind.name = "spheres";
  kind.doc = "simple cubic array of spheres";
  kind.check = check;
  kind.period = cubic_period;
  kind.thickening = by_distance;
  kind.make = make;
  return kind;
}

} // namespace lacuna::geometry
