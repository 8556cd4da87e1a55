// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <meshes/geometry/lattices/lattice_kind.h>

#include <vector>

namespace lacuna::geometry {

/** The middle line of a strut from end to end, in periods. */
struct StrutAxis {
  Point from, to;
};

/**
 * Round struts between the nodes of a cubic lattice, joined with fillets (rounded_union of the two
 * nearest). The lattice has the mirror planes of a cube through its nodes and half-way between
 * them. Exact distance outside the solid and away from fillets.
 */
class StrutLattice : public Shape {
public:
  /**
   * @param axes All struts that meet the cube [0, 1/2]³; mirror images make the others.
   * @param diameter, period, fillet_radius In m.
   * @param offset Of a node from the z axis along x and y, in periods.
   */
  StrutLattice(const std::vector<StrutAxis> &axes, double diameter, double period,
               double fillet_radius, double offset);

  double distance(const Point &x) const override;

private:
  static constexpr unsigned int n_lanes = 8;

  /** A number for each of eight struts; compiled to the vector instructions there are. */
  typedef double Lanes __attribute__((vector_size(n_lanes * sizeof(double))));

  /** Eight struts, the last ones filled up by such as are far away. */
  struct Segments {
    Lanes from[3], along[3]; ///< along: from end to end
    Lanes per_length_square;
  };

  double radius_, period_, fillet_radius_, offset_;
  std::vector<Segments> segments_; ///< those that can be nearest or next within [0, 1/2]³ periods
};

/** cubic, bcc, fcc, octet and kelvin. */
std::vector<LatticeKind> strut_kinds();

} // namespace lacuna::geometry
