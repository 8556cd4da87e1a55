// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <meshes/geometry/shapes/shape.h>

#include <memory>
#include <vector>

namespace lacuna::morphometry {

using geometry::Point;

/** Finds the nearest of a set of points, by a k-d tree (nanoflann). */
class NearestPoint {
public:
  explicit NearestPoint(std::vector<Point> points);
  ~NearestPoint();

  /** Of at least one point; the first found of those equally near, the same on every rank. */
  const Point &operator()(const Point &x) const;

  /** The same, where one is known to lie within `reach` of x (m): the closer, the sooner found. */
  const Point &within(const Point &x, double reach) const;

  bool empty() const { return points_.empty(); }

private:
  struct Tree;

  std::vector<Point> points_;
  std::unique_ptr<Tree> tree_;
};

} // namespace lacuna::morphometry
