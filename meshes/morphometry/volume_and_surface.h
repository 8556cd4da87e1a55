// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <meshes/geometry/scaffold/scaffold.h>
#include <meshes/morphometry/work_done.h>

#include <mpi.h>

namespace lacuna::morphometry {

/** Solid volume (m³) and the area of its surface (m²), flat ends included; a cell has no ends. */
struct VolumeAndSurface {
  double volume, surface;
};

/**
 * Measures a specimen by φ on a lattice: linear on the Kuhn tetrahedra of blocks. The blocks on the
 * surface are an eighth of `cell_size` (m), or two or four times as large where φ departs from its
 * linear interpolant by less than 1/128 of such an eighth; elsewhere one value settles many. The
 * error falls with the square of the block size, along sharp edges with its first power.
 * Collective.
 */
VolumeAndSurface volume_and_surface(MPI_Comm communicator, const geometry::Scaffold &scaffold,
                                    double cell_size, const WorkDone &done = {});

} // namespace lacuna::morphometry
