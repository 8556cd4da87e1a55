// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <meshes/geometry/scaffold.h>

#include <mpi.h>

namespace lacuna::morphometry {

/** Solid volume (m³) and the area of its surface (m²), flat ends included; a cell has no ends. */
struct VolumeAndSurface {
  double volume, surface;
};

/**
 * Measures a specimen on a grid of cells of `cell_size` (m), whose blocks are an eighth of that;
 * the error falls with the square of the block size, along sharp edges with its first power.
 */
VolumeAndSurface volume_and_surface(MPI_Comm communicator, const geometry::Scaffold &scaffold,
                                    double cell_size);

} // namespace lacuna::morphometry
