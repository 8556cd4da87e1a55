// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <meshes/export/lattice.h>

#include <cstdint>
#include <string>
#include <vector>

namespace lacuna::exporting {

/** A binary image of the box: what is solid at the centre of a voxel is 255, the rest 0. */
struct VoxelImage {
  static constexpr std::uint8_t solid = 255, pore = 0;

  Lattice centers;
  std::vector<std::uint8_t> values; ///< x fastest

  double solid_volume() const; ///< m³
};

/** The smallest voxels (m) of an image of a box in so much memory (B). */
double finest_voxel_size(const dealii::BoundingBox<3> &box, double memory);

/**
 * @param voxel_size Largest edge of a voxel (m); a whole number of voxels fills each side.
 * @throws std::invalid_argument for a size that makes no sense or is too fine.
 */
VoxelImage make_voxel_image(const geometry::Shape &shape, const dealii::BoundingBox<3> &box,
                            double voxel_size);

// Each writes a whole file or none, returns its size in bytes and throws std::runtime_error naming
// the path.

/** VTK's image file: array "solid" at cells; spacing and origin in m. Compressed. */
std::uintmax_t write_vti(const VoxelImage &image, const std::string &path);

/** MetaImage in one file (.mha), as ITK and 3D Slicer read it; in mm, which it states. Compressed.
 */
std::uintmax_t write_mha(const VoxelImage &image, const std::string &path);

/** A TIFF file with a page for each layer, bottom first; y runs downwards on a page. The size of
 * its pixels is in the file. */
std::uintmax_t write_tiff(const VoxelImage &image, const std::string &path);

} // namespace lacuna::exporting
