// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <meshes/geometry/files/note.h>
#include <meshes/geometry/image/volume.h>

#include <string>

namespace lacuna::params {
class Registry;
}

namespace lacuna::geometry {

/** Which byte of a value comes first. */
enum class ByteOrder { little, big };

inline params::Words<ByteOrder> words(ByteOrder) {
  return {{ByteOrder::little, "little"}, {ByteOrder::big, "big"}};
}

/** The part of section Image that says how a volume is read. Lengths in m. */
struct VolumeFileParameters {
  std::string file;                     ///< a file, a folder of TIFF slices, or slices as a*.tif
  double unit = 0;                      ///< of lengths in the file; 0 for that of the header
  std::vector<double> voxel_size = {0}; ///< one or three; 0 for that of the file
  std::vector<double> dimensions = {1, 1, 1}; ///< this and the rest of raw files
  std::string type = "uint8";
  ByteOrder byte_order = ByteOrder::little;
  unsigned int header_bytes = 0;

  void declare(params::Registry &registry);

  /** @throws params::InputError where values do not go together; no file is opened. */
  void check(const params::Registry &registry) const;
};

/**
 * Reads a volume by its ending: MetaImage, NRRD, NIfTI, VTK image, TIFF, raw. Coordinates are the
 * file's own: NIfTI counts x to the right and y to the front, most others to the left and to the
 * back. A unit of length is that of the header or, where that states none, of the parameters.
 *
 * @param note Told how values are taken where that is not plain.
 * @throws params::InputError naming the file and what is wrong with it, before memory is taken
 * where that can be seen: no unit of length, one that contradicts the header's, too few bytes, too
 * little memory.
 */
Volume read_volume(
    const VolumeFileParameters &parameters, const Note &note = [](const std::string &) {});

} // namespace lacuna::geometry
