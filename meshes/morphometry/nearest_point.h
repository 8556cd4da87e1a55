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

  bool empty() const { return points_.empty(); }

private:
  struct Tree;

  std::vector<Point> points_;
  std::unique_ptr<Tree> tree_;
};

} // namespace lacuna::morphometry
