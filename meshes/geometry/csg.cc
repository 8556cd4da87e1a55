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

} // namespace

Union::Union(std::vector<ShapePtr> parts) : parts_(not_empty(std::move(parts))) {}

double Union::distance(const Point &x) const {
  double result = parts_.front()->distance(x);
  for (std::size_t i = 1; i < parts_.size(); ++i)
    result = std::min(result, parts_[i]->distance(x));
  return result;
}

Intersection::Intersection(std::vector<ShapePtr> parts) : parts_(not_empty(std::move(parts))) {}

double Intersection::distance(const Point &x) const {
  double result = parts_.front()->distance(x);
  for (std::size_t i = 1; i < parts_.size(); ++i)
    result = std::max(result, parts_[i]->distance(x));
  return result;
}

Complement::Complement(ShapePtr part) : part_(std::move(part)) {}

double Complement::distance(const Point &x) const {
  return -part_->distance(x);
}

} // namespace lacuna::geometry
