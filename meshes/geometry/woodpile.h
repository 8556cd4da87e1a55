// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <meshes/geometry/shape.h>

#include <deal.II/base/bounding_box.h>

#include <cstdint>
#include <vector>

namespace lacuna::geometry {

/** What a woodpile is made from; lengths in m, angles in rad. */
struct WoodpileParameters {
  double strand_diameter = 400e-6;
  double spacing = 800e-6;
  double layer_height = 320e-6;
  std::vector<double> layer_angles = {0., 1.5707963267948966};
  double fillet_radius = 20e-6;
  double strand_offset = 0.5; ///< first axis of a layer, as a fraction of the spacing
  double diameter_cv = 0.;    ///< standard deviation over mean of the strands' diameters
  double position_sd = 0.;    ///< standard deviation of the strands' lateral positions
  std::uint64_t seed = 0;
};

/**
 * Layers of parallel strands, without end in all directions; an envelope cuts a specimen from it.
 *
 * Layer k (any integer) has its axes in the plane z = h (k + 1/2), along (cos α, sin α, 0) with α
 * angle k mod n. Strand i of it is an infinite cylinder at (i + offset) · spacing, measured
 * along (−sin α, cos α, 0). Strands that fuse with those of another layer get a fillet
 * (rounded_union).
 *
 * Variations are drawn per strand from (seed, k, i): diameter · (1 + cv · g) and position + sd · g
 * with g normal, |g| ≤ 4, and a shift of at most half the gap between two strands. These limits
 * bound the search for the nearest strands: those left out cannot change the result. It is
 * 1-Lipschitz everywhere and, outside the solid and away from fillets, the exact distance.
 */
class Woodpile : public Shape {
public:
  /**
   * @param box Where distances will mostly be asked for (m): strands around it are drawn in
   * advance, others at each call with the same result.
   * @throws std::invalid_argument for lengths or variations that make no strands.
   */
  Woodpile(const WoodpileParameters &parameters, const dealii::BoundingBox<3> &box);

  double distance(const Point &x) const override;

private:
  struct Strand {
    double position;
    double radius;
  };

  struct Direction {
    double cosine;
    double sine;
  };

  double layer_plane(int layer) const { return (layer + 0.5) * parameters_.layer_height; }
  double nominal_position(int index) const {
    return (index + parameters_.strand_offset) * parameters_.spacing;
  }
  const Direction &direction(int layer) const;
  Strand strand(int layer, int index) const;
  Strand drawn_strand(int layer, int index) const;
  double layer_distance(int layer, const Point &x, double limit) const;
  void draw_strands(const dealii::BoundingBox<3> &box);

  WoodpileParameters parameters_;
  std::vector<Direction> directions_;
  bool varied_;
  double largest_radius_;
  double largest_shift_;
  double per_spacing_;
  double per_layer_height_;

  // Strands drawn in advance: a row for each layer from first_layer_, a column for each index from
  // first_strand_.
  int first_layer_ = 0, n_layers_ = 0;
  int first_strand_ = 0, n_strands_ = 0;
  std::vector<Strand> strands_;
};

} // namespace lacuna::geometry
