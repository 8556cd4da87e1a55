// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <meshes/export/voxel_image.h>

namespace lacuna::exporting {

/**
 * The solid voxels that connect the lower and the upper face of the box through common faces of
 * voxels, as hexahedra. Those that touch in an edge or a corner only would hinge there.
 */
struct VoxelMesh {
  std::vector<geometry::Point> nodes; ///< m
  /** Lower face counterclockwise seen from above, then the upper one: VTK's and Abaqus' order. */
  std::vector<std::array<std::uint32_t, 8>> hexahedra;
  std::vector<std::uint32_t> bottom, top; ///< nodes on the lower and the upper face of the box
};

/** @throws std::runtime_error where nothing connects the faces, or more than 2e7 voxels do. */
VoxelMesh make_voxel_mesh(const VoxelImage &image);

/** VTK's unstructured grid, in m, compressed. As the writers of images. */
std::uintmax_t write_vtu(const VoxelMesh &mesh, const std::string &path);

/** How a specimen is compressed between platens. */
struct CompressionTest {
  double youngs_modulus; ///< of the solid, Pa
  double poissons_ratio;
  bool bonded; ///< or without friction
};

/**
 * Input of Abaqus and CalculiX in mm, N, MPa: `ccx volume` runs it as it is. Elements C3D8, node
 * sets BOTTOM and TOP, one linear step that compresses by 1 %; the reaction force of TOP is printed
 * to the .dat file. Without friction three nodes' displacements hold the specimen in place.
 */
std::uintmax_t write_inp(const VoxelMesh &mesh, const CompressionTest &test,
                         const std::string &path);

} // namespace lacuna::exporting
