// SPDX-License-Identifier: LGPL-2.1-or-later
#include <meshes/geometry/shapes/random.h>
#include <meshes/geometry/shapes/rough.h>
#include <meshes/geometry/shapes/smooth_noise.h>

#include <cmath>

namespace lacuna::geometry {

namespace {

constexpr std::uint64_t roughness_stream = random::stream("surface roughness");
constexpr double mean_square_weight = 11. / 20;

/** The three knots around a place along one axis, and their weights. */
struct Knots {
  int index[3];
  std::array<double, 3> weight;

  Knots(double place, int period) {
    const double knot = std::floor(place + 0.5), f = place - knot;
    const auto middle = static_cast<std::int64_t>(knot);
    for (int i = 0; i < 3; ++i)
      index[i] = static_cast<int>((middle - 1 + i) & (period - 1));
    weight = b_spline_weights(f);
  }
};

} // namespace

Rough::Rough(ShapePtr smooth, double deviation, double length, std::uint64_t seed)
    : smooth_(std::move(smooth)), knots_per_length_(10. / 11 / length) {
  const double largest = std::sqrt(3.) * deviation * std::pow(mean_square_weight, -1.5);
  per_slope_ = 1 / (1 + 2 * std::sqrt(3.) * largest * knots_per_length_);
  knots_.reserve(period * period * period);
  for (int i = 0; i < period * period * period; ++i)
    knots_.push_back(
        static_cast<float>(largest * (2 * random::uniform(seed, roughness_stream, {i}) - 1)));
}

double Rough::height(const Point &x) const {
  const Knots a(x[0] * knots_per_length_, period), b(x[1] * knots_per_length_, period),
      c(x[2] * knots_per_length_, period);
  double sum = 0;
  for (int k = 0; k < 3; ++k)
    for (int j = 0; j < 3; ++j) {
      const float *row = &knots_[(c.index[k] * period + b.index[j]) * period];
      sum += c.weight[k] * b.weight[j] *
             (a.weight[0] * row[a.index[0]] + a.weight[1] * row[a.index[1]] +
              a.weight[2] * row[a.index[2]]);
    }
  return sum;
}

double Rough::distance(const Point &x) const {
  return (smooth_->distance(x) - height(x)) * per_slope_;
}

} // namespace lacuna::geometry
