// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <meshes/morphometry/voxel_image.h>

#include <deal.II/base/tensor.h>

namespace lacuna::morphometry {

/** A piece of the surface between solid and pore. */
struct SurfacePoint {
  Point position;
  dealii::Tensor<1, 3> normal; ///< unit, into the pore
  double area;                 ///< of the piece, m²; 0 if it is of the neighbours of a cell
};

/**
 * Where the lines between neighbouring voxel centres meet the surface, to 1/1000 of a voxel: the
 * signed distance knows it better than voxels do. The envelope's cuts are no such surface. On all
 * ranks, in an order that does not depend on their number. Collective.
 *
 * The number of points on a piece of area A and normal n is A Σ |n_d| / a_d, with a_d the area of a
 * voxel's face across d, so that a point stands for an area 1 / Σ (|n_d| / a_d).
 */
std::vector<SurfacePoint> surface_points(const VoxelImage &image, const WorkDone &done = {});

} // namespace lacuna::morphometry
