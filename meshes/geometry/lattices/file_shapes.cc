// SPDX-License-Identifier: LGPL-2.1-or-later
#include <meshes/geometry/lattices/file_shapes.h>

namespace lacuna::geometry {

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

} // namespace lacuna::geometry
