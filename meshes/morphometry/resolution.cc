// SPDX-License-Identifier: LGPL-2.1-or-later
#include <meshes/geometry/files/free_memory.h>
#include <meshes/morphometry/resolution.h>

#include <params/reader/prm_file.h>

#include <deal.II/base/mpi.h>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace lacuna::morphometry {

namespace {

constexpr double voxels_per_strand = 8., voxels_per_wall = 2.5;
/** The same for a scan whose voxels are exact: of a face of theirs few points are known. */
constexpr double voxels_per_wall_of_voxels = 6.;

/** Of the image (m³): of a cell it shows two periods along each axis. */
double volume_shown(const geometry::Scaffold &scaffold) {
  return (scaffold.periodic ? 8. : 1.) * scaffold.box.volume();
}

} // namespace

Resolution::Resolution(const geometry::Scaffold &scaffold, const MeasureOptions &options,
                       double wall) {
  double wanted = options.strand_diameter / voxels_per_strand;
  if (wall > 0. && scaffold.voxels) {
    const auto &own = scaffold.voxels->spacing;
    const double least = *std::min_element(own.begin(), own.end());
    wanted = least / std::ceil(std::max(1., least * voxels_per_wall_of_voxels / wall));
  } else if (wall > 0.)
    wanted = std::min(wanted, wall / voxels_per_wall);
  const double finest = std::cbrt(volume_shown(scaffold) / options.max_voxels);
  voxel_size = std::max(wanted, finest);
  is_coarse = finest > wanted;
}

void require_memory(MPI_Comm communicator, const geometry::Scaffold &scaffold,
                    const Resolution &resolution) {
  constexpr double bytes_per_voxel = 20.;
  const double n_voxels = volume_shown(scaffold) / std::pow(resolution.voxel_size, 3),
               bytes = bytes_per_voxel * n_voxels,
               available = dealii::Utilities::MPI::min(geometry::free_memory(), communicator);
  if (bytes > available)
    throw params::InputError(
        {"", "", fmt::format("{:.2g} voxels, which take {:.2g} GB", n_voxels, 1e-9 * bytes),
         "morphometry", 0},
        fmt::format("at most the {:.2g} GB that are free", 1e-9 * available));
}

} // namespace lacuna::morphometry
