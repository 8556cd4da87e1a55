// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <meshes/geometry/shapes/shape.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

namespace lacuna::geometry {

/**
 * Union of two regions whose re-entrant corner is filled by a fillet of radius r (all in m).
 *
 * f(a, b) = (a + b − 2 r + √(2 r² − (a − b)²)) / 2 where |a − b| < r, min(a, b) elsewhere.
 *
 * Its zero is the circle (r − a)² + (r − b)² = r² between the two tangent points: a true circular
 * fillet where the surfaces meet at a right angle, a conic one at other angles. f is C¹, and
 * ∂f/∂a, ∂f/∂b ≥ 0 add up to one, so f keeps the Lipschitz bound of any a and b, whatever the
 * angle between their gradients. It lies below min(a, b) by at most (1 − 1/√2) r; r = 0 gives min.
 */
inline double rounded_union(double a, double b, double r) {
  const double difference = a - b;
  if (std::abs(difference) >= r)
    return std::min(a, b);
  return 0.5 * (a + b + std::sqrt(2 * r * r - difference * difference)) - r;
}

/** The two least of the distances met, in whatever order: those that a fillet joins. */
struct TwoNearest {
  double first = std::numeric_limits<double>::max(), second = first;

  void meet(double distance) {
    second = std::min(second, std::max(first, distance));
    first = std::min(first, distance);
  }
};

/** What lies in any of the given shapes (at least one). φ = min φᵢ, of those that may be least. */
class Union : public Shape {
public:
  explicit Union(std::vector<ShapePtr> parts);

  double distance(const Point &x) const override;
  Bounds bounds(const Point &x) const override;

private:
  std::vector<ShapePtr> parts_;
  bool bounded_;
};

/** What lies in all of the given shapes (at least one). φ = max φᵢ, of those that may be largest.
 */
class Intersection : public Shape {
public:
  explicit Intersection(std::vector<ShapePtr> parts);

  double distance(const Point &x) const override;
  Bounds bounds(const Point &x) const override;

private:
  std::vector<ShapePtr> parts_;
  bool bounded_;
};

/** What lies outside the given shape. φ = −φ₀. */
class Complement : public Shape {
public:
  explicit Complement(ShapePtr part);

  double distance(const Point &x) const override;
  Bounds bounds(const Point &x) const override;

private:
  ShapePtr part_;
};

/** The shape with its surface moved outwards by δ (m), the same everywhere. φ = φ₀ − δ. */
class Offset : public Shape {
public:
  Offset(ShapePtr part, double distance);

  double distance(const Point &x) const override;
  Bounds bounds(const Point &x) const override;

private:
  ShapePtr part_;
  double offset_;
};

} // namespace lacuna::geometry
