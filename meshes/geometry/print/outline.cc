// SPDX-License-Identifier: LGPL-2.1-or-later
#include <meshes/geometry/print/outline.h>

#include <deal.II/base/numbers.h>

#include <algorithm>
#include <cmath>

namespace lacuna::geometry {

namespace {

double cross(const dealii::Tensor<1, 2> &a, const dealii::Tensor<1, 2> &b) {
  return a[0] * b[1] - a[1] * b[0];
}

} // namespace

Outline::Outline(std::vector<PlanePoint> corners) : corners_(std::move(corners)) {}

Outline Outline::rectangle(const PlanePoint &lower, const PlanePoint &upper) {
  return Outline({lower, {upper[0], lower[1]}, upper, {lower[0], upper[1]}});
}

Outline Outline::circle(double radius, double side) {
  constexpr double two_pi = 2 * dealii::numbers::PI;
  const int n = 4 * std::max(6, static_cast<int>(std::ceil(two_pi * radius / (4 * side))));
  std::vector<PlanePoint> corners;
  for (int i = 0; i < n; ++i)
    corners.emplace_back(radius * std::cos(two_pi * i / n), radius * std::sin(two_pi * i / n));
  return Outline(std::move(corners));
}

std::optional<std::pair<Outline::Place, Outline::Place>>
Outline::chord(const PlanePoint &point, const dealii::Tensor<1, 2> &direction) const {
  // The line crosses the sides of which the two corners lie on different sides of it.
  std::optional<Place> entry, exit;
  const std::size_t n = corners_.size();
  for (std::size_t i = 0; i < n; ++i) {
    const PlanePoint &a = corners_[i], &b = corners_[(i + 1) % n];
    const double before = cross(direction, a - point), after = cross(direction, b - point);
    if ((before > 0) == (after > 0))
      continue;
    const double fraction = before / (before - after);
    const Place place{a + fraction * (b - a), i, fraction};
    // Counter-clockwise corners pass from the right of the line to its left where it leaves.
    (after > 0 ? exit : entry) = place;
  }
  if (!entry || !exit)
    return std::nullopt;
  return std::make_pair(*entry, *exit);
}

std::vector<PlanePoint> Outline::corners_after(const Place &from, const Place &to) const {
  std::vector<PlanePoint> result;
  const std::size_t n = corners_.size();
  const bool around = to.side == from.side && to.fraction < from.fraction;
  std::size_t n_corners = (to.side + n - from.side) % n + (around ? n : 0);
  for (std::size_t i = from.side + 1; n_corners > 0; ++i, --n_corners)
    result.push_back(corners_[i % n]);
  return result;
}

std::vector<PlanePoint> Outline::corners_between(const Place &from, const Place &to) const {
  std::vector<PlanePoint> forwards = corners_after(from, to), backwards = corners_after(to, from);
  std::reverse(backwards.begin(), backwards.end());
  const auto length = [&](std::vector<PlanePoint> way) {
    way.insert(way.begin(), from.point);
    way.push_back(to.point);
    return polyline_length(way);
  };
  return length(forwards) <= length(backwards) ? forwards : backwards;
}

double polyline_length(const std::vector<PlanePoint> &points) {
  double sum = 0;
  for (std::size_t i = 1; i < points.size(); ++i)
    sum += points[i].distance(points[i - 1]);
  return sum;
}

} // namespace lacuna::geometry
