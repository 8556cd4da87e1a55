// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <deal.II/base/point.h>

#include <memory>

namespace lacuna::geometry {

using Point = dealii::Point<3>;

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
};

using ShapePtr = std::shared_ptr<const Shape>;

} // namespace lacuna::geometry
