// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <meshes/morphometry/connected_parts.h>
#include <meshes/morphometry/local_thickness.h>
#include <meshes/morphometry/mean_intercept.h>
#include <meshes/morphometry/measure_options.h>
#include <meshes/morphometry/volume_and_surface.h>

namespace lacuna::morphometry {

/**
 * A specimen in the terms of micro-CT (Bouxsein et al. 2010, 10.1002/jbmr.141); SI units, NaN where
 * there is nothing to measure. definitions.md tells each definition.
 */
struct Morphometry {
  double total_volume;    ///< TV: of the envelope
  VolumeAndSurface solid; ///< BV, BS
  double voxel_size;      ///< largest edge, of those that show the solid
  double pore_voxel_size; ///< of those that the pores are measured on
  bool is_coarse;         ///< whether the limit made the voxels larger than the strands ask for
  ThicknessDistribution strand_thickness; ///< Tb.Th
  ThicknessDistribution pore_size;        ///< Tb.Sp
  double mid_axis_distance;               ///< 1 / Tb.N
  ConnectedParts solid_parts, pore_parts;
  std::array<double, 3> throat; ///< of the pore space along x, y, z: diameter
  double euler_number;          ///< of the specimen as a body; NaN for a cell
  double connectivity_density;  ///< Conn.D, 1/m³
  MeanInterceptLength intercepts;

  double porosity() const { return 1. - solid.volume / total_volume; }
};

/**
 * Measures a specimen. Equal on any number of ranks up to rounding. Collective.
 * @throws std::runtime_error naming the path if the image of the thickness cannot be written;
 * params::InputError where there is too little memory for the voxels.
 */
Morphometry measure(MPI_Comm communicator, const geometry::Scaffold &scaffold,
                    const MeasureOptions &options);

} // namespace lacuna::morphometry
