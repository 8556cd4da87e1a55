// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <deal.II/base/point.h>

#include <limits>
#include <memory>

namespace lacuna::geometry {

using Point = dealii::Point<3>;

/** Two numbers (m) between which a distance lies. */
struct Bounds {
  double low = -std::numeric_limits<double>::infinity();
  double high = std::numeric_limits<double>::infinity();
};

/**
 * A region of space given by its signed distance φ(x) in metres: φ < 0 inside, φ > 0 outside.
 *
 * Every shape keeps |φ(x) − φ(y)| ≤ |x − y|. A ball of radius |φ(x)| around x then lies wholly on
 * one side of the surface, which is what lets the octree classify a cell without missing anything.
 */
class Shape {
public:
  virtual ~Shape() = default;

  /** Signed distance at x (m), or a lower bound of it in magnitude where the exact one is costly.
   */
  virtual double distance(const Point &x) const = 0;

  /**
   * What is known of distance(x) at little cost, for shapes that take long to evaluate; of others
   * nothing, anywhere.
   */
  virtual Bounds bounds(const Point &) const { return {}; }

  /** Whether φ(x) < 0. */
  bool contains(const Point &x) const {
    const Bounds known = bounds(x);
    return known.high < 0 || (known.low < 0 && distance(x) < 0);
  }
};

using ShapePtr = std::shared_ptr<const Shape>;

} // namespace lacuna::geometry
