// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <meshes/geometry/image/volume.h>

#include <string>

namespace lacuna::geometry {

/** How the voxels of a volume lie in a file. */
struct VolumeHeader {
  Volume grid;                ///< without values; lengths in units of the file
  double unit = 0.;           ///< of its lengths (m); 0 where the file states none
  std::string type = "uint8"; ///< uint8, int8, uint16, …, int64, float32, float64
  bool big_endian = false;
  bool compressed = false; ///< by zlib or gzip
  std::string data_file;
  /** Bytes before the voxels; negative when they end with the file. */
  long offset = 0;
  /** Bytes, once inflated, before the voxels, which follow the offset. */
  std::size_t skip = 0;
  double slope = 1., intercept = 0.; ///< of what the values are, by what is stored
};

/**
 * Reads the header of a MetaImage (.mha, .mhd) or NRRD file (.nrrd, .nhdr): of three dimensions,
 * one value a voxel, in one data file, raw or compressed.
 *
 * @throws params::InputError naming the file and the line at fault.
 */
VolumeHeader read_metaimage_header(const std::string &path);
VolumeHeader read_nrrd_header(const std::string &path);

/** Bytes of a value of the type; 0 for an unknown one. */
std::size_t bytes_of(const std::string &type);

/**
 * Reads the voxels that the header describes.
 *
 * @throws params::InputError for a data file that cannot be read or is shorter than described.
 */
std::vector<float> read_voxels(const VolumeHeader &header);

} // namespace lacuna::geometry
