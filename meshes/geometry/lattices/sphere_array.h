// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <meshes/geometry/lattices/lattice_kind.h>

namespace lacuna::geometry {

/**
 * Simple cubic array of spheres centred at x, y = (i + offset) · spacing and z = (k + 1/2) ·
 * spacing. Exact distance, within overlapping spheres a bound of it.
 */
class SphereArray : public Shape {
public:
  /** Diameter and spacing in m, offset as a fraction of the spacing. */
  SphereArray(double diameter, double spacing, double offset);

  double distance(const Point &x) const override;

private:
  double radius_;
  double spacing_;
  double offset_;
};

LatticeKind spheres_kind();

} // namespace lacuna::geometry
