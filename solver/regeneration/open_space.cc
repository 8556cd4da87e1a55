// SPDX-License-Identifier: LGPL-2.1-or-later
#include <solver/regeneration/open_space.h>

#include <meshes/geometry/shapes/csg.h>
#include <meshes/geometry/shapes/primitives.h>

namespace lacuna::regeneration {

namespace {

geometry::ShapePtr everywhere(const dealii::BoundingBox<3> &box) {
  const auto [lower, upper] = box.get_boundary_points();
  return std::make_shared<geometry::HalfSpace>(upper + 100. * (upper - lower), upper - lower);
}

} // namespace

geometry::ShapePtr open_space(const geometry::Scaffold &scaffold, Filling filling) {
  std::vector<geometry::ShapePtr> parts;
  if (scaffold.open_envelope)
    parts.push_back(scaffold.open_envelope);
  if (filling == Filling::scaffold)
    parts.push_back(std::make_shared<geometry::Complement>(scaffold.open_solid));
  if (parts.empty())
    return everywhere(scaffold.box);
  return std::make_shared<geometry::Intersection>(parts);
}

} // namespace lacuna::regeneration
