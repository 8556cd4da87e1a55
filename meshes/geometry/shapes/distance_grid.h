// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <meshes/geometry/shapes/shape.h>

#include <deal.II/base/bounding_box.h>

#include <array>
#include <functional>
#include <vector>

namespace lacuna::geometry {

/**
 * Bounds of a distance φ that takes long to evaluate, from its values at the points g of a grid:
 * |φ(x) − φ(g)| ≤ |x − g|, so the nearest point tells φ(x) to 0.9 of the grid's spacing or better.
 */
class DistanceGrid {
public:
  /** φ at a point, where |φ| is known to be at most `limit` (m). */
  using Distance = std::function<double(const Point &x, double limit)>;

  /** A quarter of a million points over the box, 1 MB. */
  DistanceGrid(const dealii::BoundingBox<3> &box, const Distance &distance);

  /** At any x, narrow in the box. */
  Bounds bounds(const Point &x) const;

  /** The number of the grid's point nearest to x, in the order in which distances were asked for.
   */
  std::size_t nearest(const Point &x) const;

private:
  std::array<int, 3> indices(const Point &x) const;

  Point lower_;
  std::array<double, 3> step_, per_step_;
  std::array<int, 3> count_;
  double rounding_; ///< more than what single precision takes from a value
  std::vector<float> values_;
};

} // namespace lacuna::geometry
