// SPDX-License-Identifier: LGPL-2.1-or-later
#include <meshes/geometry/print/woodpile.h>
#include <meshes/geometry/shapes/csg.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <stdexcept>

namespace lacuna::geometry {

namespace {

double nearest_integer(double x) {
  return std::floor(x + 0.5);
}

void check(const WoodpileParameters &p) {
  if (!(p.strand_diameter > 0 && p.layer_height > 0 && p.spacing > p.strand_diameter))
    throw std::invalid_argument("a woodpile needs 0 < strand diameter < spacing, 0 < layer height");
  if (p.layer_angles.empty() || p.layer_offsets.empty())
    throw std::invalid_argument("a woodpile needs at least one layer angle and one layer offset");
  if (!(p.fillet_radius >= 0))
    throw std::invalid_argument("a woodpile needs a fillet radius >= 0");
}

} // namespace

Woodpile::Woodpile(const WoodpileParameters &p)
    : radius_(0.5 * p.strand_diameter), spacing_(p.spacing), layer_height_(p.layer_height),
      fillet_(p.fillet_radius), per_spacing_(1 / p.spacing), per_layer_height_(1 / p.layer_height) {
  check(p);
  const std::size_t n_angles = p.layer_angles.size(), n_offsets = p.layer_offsets.size();
  for (std::size_t k = 0; k < std::lcm(n_angles, n_offsets); ++k) {
    const double angle = p.layer_angles[k % n_angles];
    layers_.push_back(
        {std::cos(angle), std::sin(angle), p.strand_offset + p.layer_offsets[k % n_offsets]});
  }
}

inline double Woodpile::layer_distance(int index, const Point &x) const {
  const int n = static_cast<int>(layers_.size());
  const int remainder = index % n;
  const Layer &layer = layers_[remainder < 0 ? remainder + n : remainder];
  const double across =
      (layer.cosine * x[1] - layer.sine * x[0]) * per_spacing_ - layer.offset; // in spacings
  const double aside = (across - nearest_integer(across)) * spacing_;
  const double above = x[2] - layer_plane(index);
  return std::sqrt(aside * aside + above * above) - radius_;
}

double Woodpile::distance(const Point &x) const {
  const int nearest = static_cast<int>(nearest_integer(x[2] * per_layer_height_ - 0.5));

  // The two nearest layers decide, in whatever order they are met: a layer farther away than the
  // nearest by a fillet or more has no effect.
  TwoNearest layers;
  layers.meet(layer_distance(nearest, x));
  const auto reach = [&] { return layers.first + fillet_ + radius_; };

  for (int k = nearest + 1; layer_plane(k) - x[2] < reach(); ++k)
    layers.meet(layer_distance(k, x));
  for (int k = nearest - 1; x[2] - layer_plane(k) < reach(); --k)
    layers.meet(layer_distance(k, x));
  return rounded_union(layers.first, layers.second, fillet_);
}

} // namespace lacuna::geometry
