// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <meshes/geometry/shapes/shape.h>

#include <vector>

namespace lacuna::geometry {

/** What a woodpile is made from; lengths in m, angles in rad. */
struct WoodpileParameters {
  double strand_diameter = 400e-6;
  double spacing = 800e-6;
  double layer_height = 320e-6;
  std::vector<double> layer_angles = {0., 1.5707963267948966};
  std::vector<double> layer_offsets = {0.}; ///< added to strand_offset, repeated upwards
  double fillet_radius = 20e-6;
  double strand_offset = 0.5; ///< first axis of a layer, as a fraction of the spacing
};

/**
 * Layers of parallel strands, all alike and without end in all directions; an envelope cuts a
 * specimen from it. What varies from strand to strand is a PrintedWoodpile.
 *
 * Layer k (any integer) has its axes in the plane z = h (k + 1/2), along (cos α, sin α, 0) with α
 * angle k mod n. Strand i of it is an infinite cylinder at (i + offset) · spacing, measured
 * along (−sin α, cos α, 0). Strands that fuse with those of another layer get a fillet
 * (rounded_union). It is 1-Lipschitz everywhere and, outside the solid and away from fillets, the
 * exact distance.
 */
class Woodpile : public Shape {
public:
  /** @throws std::invalid_argument for lengths that make no strands. */
  explicit Woodpile(const WoodpileParameters &parameters);

  double distance(const Point &x) const override;

private:
  /** Of one layer of the period. */
  struct Layer {
    double cosine;
    double sine;
    double offset;
  };

  double layer_plane(int layer) const { return (layer + 0.5) * layer_height_; }
  double layer_distance(int layer, const Point &x) const;

  double radius_;
  double spacing_;
  double layer_height_;
  double fillet_;
  double per_spacing_;
  double per_layer_height_;
  std::vector<Layer> layers_;
};

} // namespace lacuna::geometry
