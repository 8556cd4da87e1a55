// SPDX-License-Identifier: LGPL-2.1-or-later
#include <meshes/geometry/shapes/distance_grid.h>

#include <algorithm>
#include <cmath>

namespace lacuna::geometry {

DistanceGrid::DistanceGrid(const dealii::BoundingBox<3> &box, const Distance &distance)
    : lower_(box.get_boundary_points().first) {
  constexpr double n_points = 250000;
  const double spacing = std::cbrt(box.volume() / n_points);
  double square = 0.;
  for (unsigned int d = 0; d < 3; ++d) {
    const double side = box.side_length(d);
    count_[d] = std::max(1, static_cast<int>(std::lround(side / spacing))) + 1;
    step_[d] = side / (count_[d] - 1);
    per_step_[d] = 1. / step_[d];
    square += side * side;
  }
  rounding_ = 1e-6 * std::sqrt(square);

  const std::array<std::size_t, 3> stride = {1, std::size_t(count_[0]),
                                             std::size_t(count_[0]) * count_[1]};
  values_.reserve(stride[2] * count_[2]);
  std::array<int, 3> i;
  for (i[2] = 0; i[2] < count_[2]; ++i[2])
    for (i[1] = 0; i[1] < count_[1]; ++i[1])
      for (i[0] = 0; i[0] < count_[0]; ++i[0]) {
        double limit = Bounds().high;
        for (unsigned int d = 0; d < 3; ++d)
          if (i[d] > 0)
            limit = std::min(limit, std::abs(values_[values_.size() - stride[d]]) + step_[d]);
        const Point x(lower_[0] + i[0] * step_[0], lower_[1] + i[1] * step_[1],
                      lower_[2] + i[2] * step_[2]);
        values_.push_back(static_cast<float>(distance(x, limit + rounding_)));
      }
}

inline std::array<int, 3> DistanceGrid::indices(const Point &x) const {
  std::array<int, 3> result;
  for (unsigned int d = 0; d < 3; ++d)
    result[d] =
        static_cast<int>(std::clamp((x[d] - lower_[d]) * per_step_[d], 0., count_[d] - 1.) + 0.5);
  return result;
}

std::size_t DistanceGrid::nearest(const Point &x) const {
  const auto i = indices(x);
  return (std::size_t(i[2]) * count_[1] + i[1]) * count_[0] + i[0];
}

Bounds DistanceGrid::bounds(const Point &x) const {
  const auto i = indices(x);
  double square = 0.;
  for (unsigned int d = 0; d < 3; ++d) {
    const double way = x[d] - lower_[d] - i[d] * step_[d];
    square += way * way;
  }
  const double value = values_[(std::size_t(i[2]) * count_[1] + i[1]) * count_[0] + i[0]];
  const double reach = std::sqrt(square) + rounding_;
  return {value - reach, value + reach};
}

} // namespace lacuna::geometry
