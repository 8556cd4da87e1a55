// SPDX-License-Identifier: LGPL-2.1-or-later
#include <meshes/geometry/columns.h>
#include <meshes/geometry/lattice.h>
#include <meshes/geometry/minimal_surface.h>
#include <meshes/geometry/sphere_array.h>
#include <meshes/geometry/struts.h>
#include <meshes/geometry/woodpile_kind.h>

#include <params/reader/registry.h>

#include <stdexcept>

namespace lacuna::geometry {

const std::vector<LatticeKind> &lattice_kinds() {
  static const std::vector<LatticeKind> kinds = [] {
    std::vector<LatticeKind> all = {woodpile_kind(), columns_kind(), cylinders_kind(),
                                    spheres_kind(),  surface_kind(), image_kind()};
    for (const auto &more : {strut_kinds(), minimal_surface_kinds()})
      all.insert(all.end(), more.begin(), more.end());
    return all;
  }();
  return kinds;
}

const LatticeKind &lattice_kind(const std::string &name) {
  for (const LatticeKind &kind : lattice_kinds())
    if (kind.name == name)
      return kind;
  throw std::invalid_argument("unknown lattice: " + name);
}

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
