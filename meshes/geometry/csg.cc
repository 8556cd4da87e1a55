// SPDX-License-Identifier: LGPL-2.1-or-later
#include <meshes/geometry/csg.h>

#include <stdexcept>
#include <utility>

namespace lacuna::geometry {

namespace {

std::vector<ShapePtr> not_empty(std::vector<ShapePtr> parts) {
  if (parts.empty())
    throw std::invalid_argument("a union or an intersection needs at least one shape");
  return parts;
}

/** Whether any shape knows bounds, which it then does everywhere. */
bool any_knows_bounds(const std::vector<ShapePtr> &parts) {
  return std::any_of(parts.begin(), parts.end(), [](const ShapePtr &part) {
    const Bounds known = part->bounds(Point());
    return std::isfinite(known.low) || std::isfinite(known.high);
  });
}

Bounds opposite(const Bounds &bounds) {
  return {-bounds.high, -bounds.low};
}

/** Of φ for a sign of 1, of −φ for −1. */
Bounds signed_bounds(const Shape &shape, int sign, const Point &x) {
  return sign > 0 ? shape.bounds(x) : opposite(shape.bounds(x));
}

Bounds largest_bounds(const std::vector<ShapePtr> &parts, int sign, const Point &x) {
  Bounds result = signed_bounds(*parts.front(), sign, x);
  for (std::size_t i = 1; i < parts.size(); ++i) {
    const Bounds other = signed_bounds(*parts[i], sign, x);
    result = {std::max(result.low, other.low), std::max(result.high, other.high)};
  }
  return result;
}

/** The largest of sign · φᵢ. With bounds, shapes that cannot have it are not evaluated. */
double largest(const std::vector<ShapePtr> &parts, bool bounded, int sign, const Point &x) {
  const double low = bounded ? largest_bounds(parts, sign, x).low : Bounds().low;
  double result = Bounds().low;
  for (const ShapePtr &part : parts) {
    const double high = bounded ? signed_bounds(*part, sign, x).high : Bounds().high;
    if (high > result && high >= low)
      result = std::max(result, sign * part->distance(x));
  }
  return result;
}

} // namespace

Union::Union(std::vector<ShapePtr> parts)
    : parts_(not_empty(std::move(parts))), bounded_(any_knows_bounds(parts_)) {}

double Union::distance(const Point &x) const {
  return -largest(parts_, bounded_, -1, x);
}

Bounds Union::bounds(const Point &x) const {
  return bounded_ ? opposite(largest_bounds(parts_, -1, x)) : Bounds();
}

Intersection::Intersection(std::vector<ShapePtr> parts)
    : parts_(not_empty(std::move(parts))), bounded_(any_knows_bounds(parts_)) {}

double Intersection::distance(const Point &x) const {
  return largest(parts_, bounded_, 1, x);
}

Bounds Intersection::bounds(const Point &x) const {
  return bounded_ ? largest_bounds(parts_, 1, x) : Bounds();
}

Complement::Complement(ShapePtr part) : part_(std::move(part)) {}

double Complement::distance(const Point &x) const {
  return -part_->distance(x);
}

Bounds Complement::bounds(const Point &x) const {
  return opposite(part_->bounds(x));
}

} // namespace lacuna::geometry
