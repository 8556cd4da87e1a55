// SPDX-License-Identifier: LGPL-2.1-or-later
#include <meshes/geometry/file_shapes.h>
#include <meshes/geometry/image_reader.h>
#include <meshes/geometry/lattice.h>
#include <meshes/geometry/surface_reader.h>

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

std::shared_ptr<const SurfaceShape> FileShapes::surface() {
  if (!surface_)
    surface_ = read_surface(parameters_.surface, note_);
  return surface_;
}

std::shared_ptr<const ImageShape> FileShapes::image() {
  if (!image_)
    image_ = std::make_shared<ImageShape>(read_image(parameters_.image, note_));
  return image_;
}

LatticeKind surface_kind() {
  return {"surface",      "what the closed surface of section Surface encloses",
          check_surface,  nullptr,
          box_of_surface, by_distance,
          make_surface};
}

LatticeKind image_kind() {
  return {"image",      "the solid of a volume from computed tomography, section Image",
          check_image,  nullptr,
          box_of_image, nullptr,
          make_image};
}

} // namespace lacuna::geometry
