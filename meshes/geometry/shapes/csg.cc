// SPDX-License-Identifier: LGPL-2.1-or-later
#include <meshes/geometry/shapes/csg.h>

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

double largest(const std::vector<ShapePtr> &parts, int sign, const Point &x) {
  double result = sign * parts.front()->distance(x);
  for (std::size_t i = 1; i < parts.size(); ++i)
    result = std::max(result, sign * parts[i]->distance(x));
  return result;
}

/** The same; shapes that their bounds keep from being the largest are not evaluated. */
double largest_by_bounds(const std::vector<ShapePtr> &parts, int sign, const Point &x) {
  constexpr std::size_t most = 8; // parts beyond are always evaluated
  Bounds known[most];
  double low = Bounds().low;
  for (std::size_t i = 0; i < std::min(parts.size(), most); ++i) {
    known[i] = signed_bounds(*parts[i], sign, x);
    low = std::max(low, known[i].low);
  }
  double result = Bounds().low;
  for (std::size_t i = 0; i < parts.size(); ++i)
    if (i >= most || (known[i].high > result && known[i].high >= low))
      result = std::max(result, sign * parts[i]->distance(x));
  return result;
}

} // namespace

Union::Union(std::vector<ShapePtr> parts)
    : parts_(not_empty(std::move(parts))), bounded_(any_knows_bounds(parts_)) {}

double Union::distance(const Point &x) const {
  return -(bounded_ ? largest_by_bounds(parts_, -1, x) : largest(parts_, -1, x));
}

Bounds Union::bounds(const Point &x) const {
  return bounded_ ? opposite(largest_bounds(parts_, -1, x)) : Bounds();
}

Intersection::Intersection(std::vector<ShapePtr> parts)
    : parts_(not_empty(std::move(parts))), bounded_(any_knows_bounds(parts_)) {}

double Intersection::distance(const Point &x) const {
  return bounded_ ? largest_by_bounds(parts_, 1, x) : largest(parts_, 1, x);
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

Offset::Offset(ShapePtr part, double distance) : part_(std::move(part)), offset_(distance) {}

double Offset::distance(const Point &x) const {
  return part_->distance(x) - offset_;
}

Bounds Offset::bounds(const Point &x) const {
  const Bounds known = part_->bounds(x);
  return {known.low - offset_, known.high - offset_};
}

} // namespace lacuna::geometry
