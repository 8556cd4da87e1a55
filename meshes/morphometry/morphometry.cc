// SPDX-License-Identifier: LGPL-2.1-or-later
#include <meshes/morphometry/euler_number.h>
#include <meshes/morphometry/morphometry.h>
#include <meshes/morphometry/thickness_image.h>

#include <deal.II/base/mpi.h>

#include <algorithm>
#include <cmath>
#include <tuple>

namespace lacuna::morphometry {

namespace {

constexpr double voxels_per_strand = 8.;
constexpr double bins_per_strand = 40.;
/** A volume cell is a quarter of a strand: blocks of 1/32 of its diameter. */
constexpr double cells_per_strand = 4.;

bool is_solid(Phase phase) {
  return phase == Phase::solid;
}
bool is_pore(Phase phase) {
  return phase == Phase::pore;
}
bool is_inside(Phase phase) {
  return phase != Phase::outside;
}

double voxel_size(const geometry::Scaffold &scaffold, const MeasureOptions &options) {
  const double wanted = options.strand_diameter / voxels_per_strand;
  const double n_periods = scaffold.periodic ? 8. : 1.;
  return std::max(wanted, std::cbrt(n_periods * scaffold.box.volume() / options.max_voxels));
}

NearestPoint surface_search(const std::vector<SurfacePoint> &surface) {
  std::vector<Point> positions;
  for (const SurfacePoint &point : surface)
    positions.push_back(point.position);
  return NearestPoint(std::move(positions));
}

/** Spheres that fill one phase, and the local thickness that they make in this rank's layers. */
struct Filling {
  std::vector<InscribedSphere> all_spheres, spheres;
  std::vector<float> own_thickness;

  Filling(const VoxelImage &image, const Selection &selects, const std::vector<float> &distances,
          const NearestPoint &nearest)
      : all_spheres(inscribed_spheres(image, selects, distances, nearest)),
        spheres(without_cut_off(image, all_spheres)),
        own_thickness(local_thickness(image, spheres)) {}
};

/** Centres of the spheres that lie in none larger by 5 % or more; on all ranks. */
std::vector<Point> mid_axes(const VoxelImage &image, const Filling &solid) {
  constexpr double tolerance = 0.05;
  const std::size_t first = image.index(0, 0, image.first_layer());
  std::vector<Point> own;
  for (const auto &[center, radius] : solid.spheres) {
    const auto [i, j, k] = image.voxel_at(center);
    if (k >= image.first_layer() && k < image.end_layer() &&
        solid.own_thickness[image.index(i, j, k) - first] < (1. + tolerance) * 2. * radius)
      own.push_back(center);
  }
  auto all = gathered(image.communicator(), own);
  std::sort(all.begin(), all.end(), [](const Point &a, const Point &b) {
    return std::tie(a[2], a[1], a[0]) < std::tie(b[2], b[1], b[0]);
  });
  return all;
}

/**
 * Mean over the envelope of the diameters of the spheres that fit between the mid-axes; these are
 * farther apart than surfaces are, and voxels of twice the size will do.
 */
double mid_axis_distance(const VoxelImage &fine, const Filling &solid, double voxel_size) {
  const NearestPoint nearest(mid_axes(fine, solid));
  if (nearest.empty())
    return std::nan("");
  const VoxelImage image(fine.communicator(), fine.scaffold(), 2. * voxel_size);
  const Filling between(image, is_inside, distance_map(image, nearest), nearest);
  return distribution(image, is_inside, between.own_thickness, image.spacing()[0]).mean;
}

/**
 * Raises the distance of the voxels around a sphere's centre, to a quarter of a voxel, to its
 * radius: voxel centres lie beside the ridge, which may run between voxels.
 */
void raise(const VoxelImage &image, const std::vector<InscribedSphere> &spheres,
           std::vector<float> &distances) {
  for (const auto &[center, radius] : spheres)
    for (int corner = 0; corner < 8; ++corner) {
      Point x = center;
      for (int d = 0; d < 3; ++d)
        x[d] += ((corner >> d) % 2 - 0.5) / 2. * image.spacing()[d];
      const auto [i, j, k] = image.voxel_at(x);
      if (!image.in_image(i, j, k))
        continue;
      float &distance = distances[image.index(i, j, k)];
      distance = std::max(distance, float(radius));
    }
}

/** Five jobs that each take one rank. */
void find_parts(const VoxelImage &image, const std::vector<float> &distances, Morphometry &result) {
  const MPI_Comm communicator = image.communicator();
  const unsigned int rank = dealii::Utilities::MPI::this_mpi_process(communicator),
                     n_ranks = dealii::Utilities::MPI::n_mpi_processes(communicator);
  const auto is_mine = [&](unsigned int job) { return job % n_ranks == rank; };
  if (is_mine(0))
    result.pore_parts = connected_parts(image, Phase::pore);
  if (is_mine(1))
    result.solid_parts = connected_parts(image, Phase::solid);
  for (int axis = 0; axis < 3; ++axis)
    if (is_mine(2 + axis))
      result.throat[axis] = throat(image, Phase::pore, distances, axis);

  const auto share = [&](auto &target, unsigned int job) {
    MPI_Bcast(&target, sizeof target, MPI_BYTE, job % n_ranks, communicator);
  };
  share(result.pore_parts, 0);
  share(result.solid_parts, 1);
  for (int axis = 0; axis < 3; ++axis)
    share(result.throat[axis], 2 + axis);
}

/** 1 − χ of the specimen within an endless structure, over its volume. */
double connectivity_density(const geometry::Scaffold &scaffold, double euler_density) {
  return (scaffold.periodic ? 0. : 1. / scaffold.envelope_volume) - euler_density;
}

} // namespace

Morphometry measure(MPI_Comm communicator, const geometry::Scaffold &scaffold,
                    const MeasureOptions &options) {
  Morphometry result{};
  result.total_volume = scaffold.envelope_volume;
  result.solid =
      volume_and_surface(communicator, scaffold, options.strand_diameter / cells_per_strand);

  const VoxelImage image(communicator, scaffold, voxel_size(scaffold, options));
  result.voxel_size = *std::max_element(&image.spacing()[0], &image.spacing()[0] + 3);
  result.is_coarse = voxel_size(scaffold, options) > options.strand_diameter / voxels_per_strand;
  const EulerNumber euler = euler_number(image);
  result.euler_number = scaffold.periodic ? std::nan("") : euler.body;
  result.connectivity_density = connectivity_density(scaffold, euler.density);

  const std::vector<SurfacePoint> surface = surface_points(image);
  result.intercepts = mean_intercept_length(surface, scaffold.envelope_volume);
  const NearestPoint nearest = surface_search(surface);
  std::vector<float> distances(image.size(), 0.f);
  std::vector<float> own_strand, own_pore;
  const double bin_width = options.strand_diameter / bins_per_strand;
  if (!nearest.empty())
    distances = distance_map(image, nearest);
  {
    const Filling solid(image, is_solid, distances, nearest);
    result.strand_thickness = distribution(image, is_solid, solid.own_thickness, bin_width);
    result.mid_axis_distance = mid_axis_distance(image, solid, result.voxel_size);
    own_strand = solid.own_thickness;
  }
  {
    const Filling pore(image, is_pore, distances, nearest);
    result.pore_size = distribution(image, is_pore, pore.own_thickness, bin_width);
    raise(image, pore.all_spheres, distances);
    own_pore = pore.own_thickness;
  }
  find_parts(image, distances, result);
  if (!options.thickness_image.empty())
    write_thickness_image(image, own_strand, own_pore, options.thickness_image);
  return result;
}

} // namespace lacuna::morphometry
