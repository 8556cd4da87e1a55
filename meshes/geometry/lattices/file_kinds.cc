// SPDX-License-Identifier: LGPL-2.1-or-later
#include <meshes/geometry/lattices/file_kinds.h>

namespace lacuna::geometry {

namespace {

void check_surface(const params::Registry &registry, const GeometryParameters &parameters) {
  parameters.surface.check(registry);
}

void check_image(const params::Registry &registry, const GeometryParameters &parameters) {
  parameters.image.check(registry);
}

ShapePtr make_surface(const GeometryParameters &, FileShapes &files, const dealii::BoundingBox<3> &,
                      std::uint64_t) {
  return files.surface();
}

ShapePtr make_image(const GeometryParameters &, FileShapes &files, const dealii::BoundingBox<3> &,
                    std::uint64_t) {
  return files.image();
}

dealii::BoundingBox<3> box_of_surface(FileShapes &files) {
  constexpr double inset = 1e-3; // of the height: ends are hardly ever flat
  auto [lower, upper] = files.surface()->box().get_boundary_points();
  const double height = upper[2] - lower[2];
  lower[2] += inset * height;
  upper[2] -= inset * height;
  return dealii::BoundingBox<3>({lower, upper});
}

dealii::BoundingBox<3> box_of_image(FileShapes &files) {
  return files.image()->box();
}

} // namespace

LatticeKind surface_kind() {
  LatticeKind kind;
  kind.name = "surface";
  kind.doc = "what the closed surface of section Surface encloses";
  kind.check = check_surface;
  kind.box = box_of_surface;
  kind.thickening = by_distance;
  kind.make = make_surface;
  return kind;
}

LatticeKind image_kind() {
  LatticeKind kind;
  kind.name = "image";
  kind.doc = "the solid of a volume from computed tomography, section Image";
  kind.check = check_image;
  kind.box = box_of_image;
  kind.make = make_image;
  return kind;
}

} // namespace lacuna::geometry
