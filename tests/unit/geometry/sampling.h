// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <meshes/geometry/shapes/random.h>
#include <meshes/geometry/shapes/shape.h>

#include <deal.II/base/bounding_box.h>

#include <algorithm>
#include <cmath>

namespace lacuna::geometry {

/** A point uniform in the box, the same for the same index. */
inline Point random_point(const dealii::BoundingBox<3> &box, int index) {
  Point x;
  for (int d = 0; d < 3; ++d)
    x[d] = box.lower_bound(d) + box.side_length(d) * random::uniform(1, 1, {index, d});
  return x;
}

/** The largest |φ(x) − φ(y)| / |x − y| of random pairs, from near to as far as the box allows. */
inline double largest_slope(const Shape &shape, const dealii::BoundingBox<3> &box,
                            int n_pairs = 200000) {
  double largest = 0;
  for (int i = 0; i < n_pairs; ++i) {
    const Point x = random_point(box, 2 * i);
    const double scale = std::pow(10., -5 * random::uniform(2, 2, {i}));
    const Point y = x + scale * (random_point(box, 2 * i + 1) - x);
    const double slope = std::abs(shape.distance(x) - shape.distance(y)) / x.distance(y);
    largest = std::max(largest, slope);
  }
  return largest;
}

/** Part of the box that is solid, by the midpoints of n × n × n equal parts. */
inline double solid_fraction(const Shape &shape, const dealii::BoundingBox<3> &box, int n) {
  long inside = 0;
  for (int i = 0; i < n; ++i)
    for (int j = 0; j < n; ++j)
      for (int k = 0; k < n; ++k)
        inside += shape.distance(
                      box.unit_to_real(Point((i + 0.5) / n, (j + 0.5) / n, (k + 0.5) / n))) < 0;
  return double(inside) / (double(n) * n * n);
}

} // namespace lacuna::geometry
