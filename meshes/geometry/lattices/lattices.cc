// SPDX-License-Identifier: LGPL-2.1-or-later
#include <meshes/geometry/lattices/columns.h>
#include <meshes/geometry/lattices/file_kinds.h>
#include <meshes/geometry/lattices/lattices.h>
#include <meshes/geometry/lattices/minimal_surface.h>
#include <meshes/geometry/lattices/sphere_array.h>
#include <meshes/geometry/lattices/struts.h>
#include <meshes/geometry/lattices/woodpile_kind.h>

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

} // namespace lacuna::geometry
