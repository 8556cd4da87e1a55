// SPDX-License-Identifier: LGPL-2.1-or-later
#include <meshes/geometry/lattices/lattice_kind.h>

#include <params/reader/registry.h>

namespace lacuna::geometry {

std::array<double, 3> cubic_period(const ScaffoldParameters &p) {
  return {p.strand_spacing, p.strand_spacing, p.strand_spacing};
}

Thickening by_distance(const ScaffoldParameters &p) {
  const double radius = 0.5 * p.strand_diameter;
  return [radius](double factor) { return (factor - 1.) * radius; };
}

void check_fillet(const params::Registry &registry, const ScaffoldParameters &p) {
  if (p.neck_fillet >= 0.25 * p.strand_diameter)
    registry.reject("Scaffold", "Neck fillet", "less than a quarter of the strand diameter");
}

} // namespace lacuna::geometry
