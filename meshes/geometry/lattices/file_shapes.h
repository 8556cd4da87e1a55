// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <meshes/geometry/files/note.h>
#include <meshes/geometry/image/image_shape.h>
#include <meshes/geometry/parameters/scaffold_parameters.h>
#include <meshes/geometry/surface/surface_shape.h>

#include <algorithm>
#include <memory>

namespace lacuna::geometry {

/** What the files of a design hold, read when it is first asked for. */
class FileShapes {
public:
  /** @param note Told what was found and repaired. The parameters must outlive this. */
  FileShapes(const GeometryParameters &parameters, Note note)
      : parameters_(parameters), note_(std::move(note)) {}

  /** Of section Surface. @throws params::InputError naming the file and what is wrong with it. */
  std::shared_ptr<const SurfaceShape> surface();

  /** Of section Image. @throws params::InputError naming the file and what is wrong with it. */
  std::shared_ptr<const ImageShape> image();

  /** Those of the image that was asked for, where its solid consists of whole ones. */
  std::optional<VoxelGrid> voxels() const { return image_ ? image_->grid() : std::nullopt; }

  /** Least spacing (m) of the image that was asked for. */
  std::optional<double> finest_voxel() const {
    if (!image_)
      return std::nullopt;
    const auto &spacing = image_->volume().spacing;
    return *std::min_element(spacing.begin(), spacing.end());
  }

private:
  const GeometryParameters &parameters_;
  Note note_;
  std::shared_ptr<const SurfaceShape> surface_;
  std::shared_ptr<const ImageShape> image_;
};

} // namespace lacuna::geometry
