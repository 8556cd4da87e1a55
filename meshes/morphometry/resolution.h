// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <meshes/geometry/scaffold/scaffold.h>
#include <meshes/morphometry/measure_options.h>

#include <mpi.h>

namespace lacuna::morphometry {

/** Voxels that show the solid; of a scan whose voxels are exact its own, or whole parts of them. */
struct Resolution {
  double voxel_size; ///< m
  bool is_coarse;    ///< whether there would be too many as wanted

  /**
   * @param wall Mean thickness 2 V / S of plates (m), which no strand's is below: a rod's is 4 V /
   * S. Not above zero where it is not known.
   */
  Resolution(const geometry::Scaffold &scaffold, const MeasureOptions &options, double wall);
};

/**
 * Refuses voxels that take more memory than is free for the ranks of any machine. Collective.
 * @throws params::InputError with both.
 */
void require_memory(MPI_Comm communicator, const geometry::Scaffold &scaffold,
                    const Resolution &resolution);

} // namespace lacuna::morphometry
