// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <meshes/geometry/lattices/lattice_kind.h>

#include <string>
#include <vector>

namespace lacuna::geometry {

/**
 * Straight columns along z on a plane lattice, or channels where solid and pore change places.
 *
 * Arrangements, by the distance s of nearest neighbours: square (4 neighbours), triangular (6),
 * hexagonal (3, a honeycomb's corners). The columns are round, or polygons whose sides face the
 * neighbours, `diameter` wide across them: squares, hexagons, triangles with walls of s − diameter
 * between them. Exact distance outside round columns, elsewhere a bound of it.
 * Round columns on a square lattice have known effective properties (Perrins et al. 1979,
 * 10.1098/rspa.1979.0160).
 */
class Columns : public Shape {
public:
  /** Diameter and spacing in m; offset of the first column along x and y in spacings. */
  Columns(Arrangement arrangement, bool polygonal, double diameter, double spacing, double offset);

  double distance(const Point &x) const override;

  /** Sides (m) of the rectangle that repeats. */
  std::array<double, 2> period() const { return {period_[0], period_[1]}; }

private:
  using Vector = std::array<double, 2>;

  /** A column of the rectangle that repeats, and the directions to its nearest neighbours. */
  struct Site {
    Vector position;
    std::vector<Vector> neighbours;
  };

  Vector from_nearest(const Point &x, const Site &site) const;

  bool polygonal_;
  double radius_;
  Vector period_;
  std::vector<Site> sites_;
};

/** Any arrangement and section. */
LatticeKind columns_kind();

/** Round columns on a square lattice. */
LatticeKind cylinders_kind();

} // namespace lacuna::geometry
