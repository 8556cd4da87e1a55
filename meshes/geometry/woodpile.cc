// SPDX-License-Identifier: LGPL-2.1-or-later
#include <meshes/geometry/csg.h>
#include <meshes/geometry/random.h>
#include <meshes/geometry/woodpile.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <stdexcept>

namespace lacuna::geometry {

namespace {

constexpr double largest_deviation = 4.; // in standard deviations
constexpr std::uint64_t diameter_stream = random::stream("strand diameter");
constexpr std::uint64_t position_stream = random::stream("strand position");

int nearest_integer(double x) {
  return static_cast<int>(std::floor(x + 0.5));
}

double clamped_normal(std::uint64_t seed, std::uint64_t stream, int layer, int index) {
  return std::clamp(random::normal(seed, stream, {layer, index}), -largest_deviation,
                    largest_deviation);
}

void check(const WoodpileParameters &p) {
  if (!(p.strand_diameter > 0 && p.layer_height > 0 && p.spacing > p.strand_diameter))
    throw std::invalid_argument("a woodpile needs 0 < strand diameter < spacing, 0 < layer height");
  if (p.layer_angles.empty())
    throw std::invalid_argument("a woodpile needs at least one layer angle");
  if (!(p.fillet_radius >= 0 && p.position_sd >= 0 && p.diameter_cv >= 0 &&
        p.diameter_cv * largest_deviation < 1))
    throw std::invalid_argument("a woodpile needs fillet, position variation >= 0 and a diameter "
                                "variation from 0 to below 25 %");
}

} // namespace

Woodpile::Woodpile(const WoodpileParameters &parameters, const dealii::BoundingBox<3> &box)
    : parameters_(parameters), varied_(parameters.diameter_cv > 0 || parameters.position_sd > 0) {
  check(parameters_);
  for (const double angle : parameters_.layer_angles)
    directions_.push_back({std::cos(angle), std::sin(angle)});
  largest_radius_ =
      0.5 * parameters_.strand_diameter * (1 + largest_deviation * parameters_.diameter_cv);
  largest_shift_ = std::min(largest_deviation * parameters_.position_sd,
                            0.5 * (parameters_.spacing - parameters_.strand_diameter));
  per_spacing_ = 1 / parameters_.spacing;
  per_layer_height_ = 1 / parameters_.layer_height;
  if (varied_)
    draw_strands(box);
}

void Woodpile::draw_strands(const dealii::BoundingBox<3> &box) {
  constexpr int margin = 3;
  const auto &[lower, upper] = box.get_boundary_points();
  const double reach = std::hypot(std::max(std::abs(lower[0]), std::abs(upper[0])),
                                  std::max(std::abs(lower[1]), std::abs(upper[1])));
  first_layer_ = nearest_integer(lower[2] / parameters_.layer_height) - margin;
  n_layers_ = nearest_integer(upper[2] / parameters_.layer_height) + margin - first_layer_;
  first_strand_ = nearest_integer(-reach / parameters_.spacing) - margin;
  n_strands_ = nearest_integer(reach / parameters_.spacing) + margin - first_strand_;
  for (int layer = 0; layer < n_layers_; ++layer)
    for (int index = 0; index < n_strands_; ++index)
      strands_.push_back(drawn_strand(first_layer_ + layer, first_strand_ + index));
}

Woodpile::Strand Woodpile::drawn_strand(int layer, int index) const {
  const auto &p = parameters_;
  const double shift = p.position_sd * clamped_normal(p.seed, position_stream, layer, index);
  const double scale = 1 + p.diameter_cv * clamped_normal(p.seed, diameter_stream, layer, index);
  return {nominal_position(index) + std::clamp(shift, -largest_shift_, largest_shift_),
          0.5 * p.strand_diameter * scale};
}

inline Woodpile::Strand Woodpile::strand(int layer, int index) const {
  if (!varied_)
    return {nominal_position(index), largest_radius_};
  const int row = layer - first_layer_, column = index - first_strand_;
  if (row >= 0 && row < n_layers_ && column >= 0 && column < n_strands_)
    return strands_[static_cast<std::size_t>(row) * n_strands_ + column];
  return drawn_strand(layer, index);
}

inline const Woodpile::Direction &Woodpile::direction(int layer) const {
  const int n = static_cast<int>(directions_.size());
  const int remainder = layer % n;
  return directions_[remainder < 0 ? remainder + n : remainder];
}

/** Distance to one layer where it is below the limit, otherwise the limit. */
inline double Woodpile::layer_distance(int layer, const Point &x, double limit) const {
  const Direction &along = direction(layer);
  const double across = along.cosine * x[1] - along.sine * x[0];
  const double above = x[2] - layer_plane(layer);
  const int nearest = nearest_integer(across * per_spacing_ - parameters_.strand_offset);
  double best = limit;

  const auto visit = [&](int index) {
    const Strand s = strand(layer, index);
    const double aside = across - s.position;
    best = std::min(best, std::sqrt(aside * aside + above * above) - s.radius);
  };
  // Whether the thickest strand allowed, shifted towards x, could be nearer than the best so far.
  const auto may_be_nearer = [&](double nominal_aside) {
    const double aside = std::max(nominal_aside - largest_shift_, 0.);
    const double to_axis = best + largest_radius_;
    return to_axis > 0 && aside * aside + above * above < to_axis * to_axis;
  };

  visit(nearest);
  for (int i = nearest + 1; may_be_nearer(nominal_position(i) - across); ++i)
    visit(i);
  for (int i = nearest - 1; may_be_nearer(across - nominal_position(i)); --i)
    visit(i);
  return best;
}

double Woodpile::distance(const Point &x) const {
  const double fillet = parameters_.fillet_radius;
  const int nearest = nearest_integer(x[2] * per_layer_height_ - 0.5);

  // The two nearest layers decide, in whatever order they are met: a layer farther away than the
  // nearest by a fillet or more has no effect.
  double first = layer_distance(nearest, x, std::numeric_limits<double>::max());
  double second = std::numeric_limits<double>::max();
  const auto visit = [&](int layer) {
    const double next = layer_distance(layer, x, first + fillet);
    second = std::min(second, std::max(first, next));
    first = std::min(first, next);
  };
  const auto reach = [&] { return first + fillet + largest_radius_; };

  for (int k = nearest + 1; layer_plane(k) - x[2] < reach(); ++k)
    visit(k);
  for (int k = nearest - 1; x[2] - layer_plane(k) < reach(); --k)
    visit(k);
  return rounded_union(first, second, fillet);
}

} // namespace lacuna::geometry
