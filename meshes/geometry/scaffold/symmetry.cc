// SPDX-License-Identifier: LGPL-2.1-or-later
#include <meshes/geometry/scaffold/symmetry.h>

#include <meshes/geometry/shapes/random.h>

#include <cmath>

namespace lacuna::geometry {

namespace {

constexpr unsigned int n_samples = 20000;
constexpr double tolerance = 1e-9; // of the box
constexpr std::uint64_t sample_stream = random::stream("symmetry");

Point sample(const dealii::BoundingBox<3> &box, unsigned int i) {
  Point unit;
  for (unsigned int d = 0; d < 3; ++d)
    unit[d] = random::uniform(0, sample_stream, {i, d});
  return box.unit_to_real(unit);
}

/** Whether the middle of the box along an axis is a mirror plane of the shape. */
bool is_mirrored(const Shape &shape, const dealii::BoundingBox<3> &box, unsigned int axis) {
  const auto &[lower, upper] = box.get_boundary_points();
  const double allowed = tolerance * (upper - lower).norm();
  for (unsigned int i = 0; i < n_samples; ++i) {
    const Point x = sample(box, i);
    Point image = x;
    image[axis] = lower[axis] + upper[axis] - x[axis];
    if (!(std::abs(shape.distance(x) - shape.distance(image)) <= allowed))
      return false;
  }
  return true;
}

/** Whether no voxel lies on both sides of the middle of the box along an axis. */
bool parts_no_voxel(const Scaffold &scaffold, unsigned int axis) {
  if (!scaffold.voxels)
    return true;
  const double middle = scaffold.box.center()[axis],
               n = (middle - scaffold.voxels->corner[axis]) / scaffold.voxels->spacing[axis];
  return std::abs(n - std::round(n)) < 1e-3;
}

} // namespace

Scaffold symmetric_part(const Scaffold &scaffold) {
  Scaffold part = scaffold;
  auto [lower, upper] = scaffold.box.get_boundary_points();
  for (unsigned int axis = 0; axis < 2; ++axis)
    if (!scaffold.periodic && !scaffold.mirrored[axis] && parts_no_voxel(scaffold, axis) &&
        is_mirrored(*scaffold.open_solid, scaffold.box, axis)) {
      part.mirrored[axis] = true;
      lower[axis] = 0.5 * (lower[axis] + upper[axis]);
      part.cross_section_area /= 2.;
      part.envelope_volume /= 2.;
    }
  part.box = dealii::BoundingBox<3>({lower, upper});
  return part;
}

} // namespace lacuna::geometry
