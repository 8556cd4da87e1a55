// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <meshes/geometry/shape.h>

namespace lacuna::geometry {

/**
 * Square array of cylinders along z with axes at x, y = (i + offset) · spacing. Exact distance,
 * within overlapping cylinders a bound of it.
 * Its effective properties are known (Perrins et al. 1979, 10.1098/rspa.1979.0160).
 */
class CylinderArray : public Shape {
public:
  /** Diameter and spacing in m, offset as a fraction of the spacing. */
  CylinderArray(double diameter, double spacing, double offset);

  double distance(const Point &x) const override;

private:
  double radius_;
  double spacing_;
  double offset_;
};

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

} // namespace lacuna::geometry
