// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <meshes/geometry/files/file_position.h>
#include <meshes/geometry/files/note.h>
#include <meshes/geometry/image/image_shape.h>
#include <meshes/geometry/image/segmentation.h>
#include <meshes/geometry/image/volume_reader.h>

#include <string>

namespace lacuna::params {
class Registry;
}

namespace lacuna::geometry {

/** On which side of the threshold the solid is. */
enum class SolidSide { above, below };

inline params::Words<SolidSide> words(SolidSide) {
  return {{SolidSide::above, "above"}, {SolidSide::below, "below"}};
}

/** Section Image: a specimen from computed tomography. SI units. */
struct ImageFileParameters {
  VolumeFileParameters volume;
  std::string threshold = "otsu"; ///< or a number, in units of the file's values
  SolidSide solid = SolidSide::above;
  Voxels voxels = Voxels::smooth;
  double smoothing = 1.; ///< standard deviation, in voxels; not used for exact voxels
  Islands islands = Islands::largest;
  double smallest_island = 0.; ///< m³
  bool fill_pores = false;     ///< void without a way out becomes solid
  FilePosition position = FilePosition::standing;

  void declare(params::Registry &registry);

  /** @throws params::InputError where values do not go together; no file is opened. */
  void check(const params::Registry &registry) const;
};

/**
 * The solid of a volume: smoothed, parted at the threshold, freed of islands, made a signed
 * distance. Every rank reads the file and keeps a copy: 4 bytes a voxel, four times that meanwhile.
 *
 * @param note Told the size, the threshold and what was removed.
 * @throws params::InputError naming the file and what is wrong with it.
 */
ImageShape read_image(
    const ImageFileParameters &parameters, const Note &note = [](const std::string &) {});

} // namespace lacuna::geometry
