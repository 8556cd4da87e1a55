// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <meshes/morphometry/inscribed_spheres.h>

#include <cstdint>

namespace lacuna::morphometry {

/** How a local thickness is spread over the volume; in m, NaN where there is none. */
struct ThicknessDistribution {
  double mean, standard_deviation, largest;
  double bin_width;
  std::vector<std::uint64_t> histogram; ///< voxels in [i, i + 1) · bin_width, up to the largest
};

/**
 * Local thickness (m) of the voxels of this rank's layers: the diameter of the largest of the
 * spheres that the voxel's centre lies in, 0 where there is none (Hildebrand & Rüegsegger 1997,
 * 10.1046/j.1365-2818.1997.1340694.x).
 */
std::vector<float> local_thickness(const VoxelImage &image,
                                   const std::vector<InscribedSphere> &spheres);

/**
 * Over the selected voxels of all ranks, those that no sphere reaches left out: they lie within a
 * fraction of a voxel from the surface, or in a corner. Collective.
 */
ThicknessDistribution distribution(const VoxelImage &image, const Selection &selects,
                                   const std::vector<float> &own_thickness, double bin_width);

} // namespace lacuna::morphometry
