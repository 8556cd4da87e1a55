// SPDX-License-Identifier: LGPL-2.1-or-later
#include <meshes/morphometry/morphometry.h>

#include <meshes/morphometry/euler_number.h>
#include <meshes/morphometry/resolution.h>
#include <meshes/morphometry/thickness_image.h>
#include <meshes/octree/gathered.h>

#include <deal.II/base/mpi.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>
#include <optional>
#include <tuple>
#include <utility>

namespace lacuna::morphometry {

namespace {

/** Across the pores' mean chord 4 V / S, to start with; at least across what is then found. */
constexpr double voxels_per_chord = 24., voxels_per_pore = 16., voxels_per_throat = 8.;
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

/** Shares of the work of one stage after the other as one that never falls. */
class Stages {
public:
  explicit Stages(const WorkDone &done) : done_(done) {}

  /** The next stage ends at `end` of the whole, or one that could not be foreseen stays there. */
  WorkDone until(double end) {
    if (!done_)
      return {};
    const double begin = std::exchange(end_, end);
    return [this, begin, end](double share) {
      told_ = std::max(told_, begin + std::clamp(share, 0., 1.) * (end - begin));
      done_(told_);
    };
  }

  void finish() const {
    if (done_)
      done_(1.);
  }

private:
  const WorkDone &done_;
  double end_ = 0., told_ = 0.;
};

/** Of the pores by their mean chord 4 V / S, but no finer than the solid's. */
double pore_voxel_size(const Morphometry &m) {
  if (!(m.solid.surface > 0.))
    return m.voxel_size;
  const double chord = 4. * (m.total_volume - m.solid.volume) / m.solid.surface;
  return std::max(m.voxel_size, chord / voxels_per_chord);
}

double largest_edge(const VoxelImage &image) {
  return *std::max_element(&image.spacing()[0], &image.spacing()[0] + 3);
}

NearestPoint surface_search(const std::vector<SurfacePoint> &surface) {
  std::vector<Point> positions;
  for (const SurfacePoint &point : surface)
    positions.push_back(point.position);
  return NearestPoint(std::move(positions));
}

/** Spheres that fill one phase, and the local thickness that they make in this rank's layers. */
struct Filling {
  std::vector<InscribedSphere> spheres;
  std::vector<float> own_thickness;

  Filling(const VoxelImage &image, const std::vector<InscribedSphere> &all_spheres)
      : spheres(without_cut_off(image, all_spheres)),
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
  auto all = octree::gathered(image.communicator(), own);
  std::sort(all.begin(), all.end(), [](const Point &a, const Point &b) {
    return std::tie(a[2], a[1], a[0]) < std::tie(b[2], b[1], b[0]);
  });
  return all;
}

/**
 * Mean over the envelope of the diameters of the spheres that fit between the mid-axes; these are
 * farther apart than surfaces are, and voxels of twice the size of the pores' will do.
 */
double mid_axis_distance(const VoxelImage &fine, const Filling &solid, double voxel_size) {
  const NearestPoint nearest(mid_axes(fine, solid));
  if (nearest.empty())
    return std::nan("");
  const VoxelImage image(fine.communicator(), fine.scaffold(), 2. * voxel_size);
  const auto distances = distance_map(image, is_inside, nearest);
  const Filling between(image, inscribed_spheres(image, is_inside, distances, nearest));
  return distribution(image, is_inside, between.own_thickness, image.spacing()[0]).mean;
}

/**
 * Raises the distance of the voxels around a sphere's centre, to a quarter of a voxel, to its
 * radius: voxel centres lie beside the ridge, which may run between voxels. Only of those in the
 * sphere: others may be of another pore.
 */
void raise(const VoxelImage &image, const std::vector<InscribedSphere> &spheres,
           std::vector<float> &distances) {
  for (const auto &[center, radius] : spheres)
    for (int corner = 0; corner < 8; ++corner) {
      Point x = center;
      for (int d = 0; d < 3; ++d)
        x[d] += ((corner >> d) % 2 - 0.5) / 2. * image.spacing()[d];
      const auto [i, j, k] = image.voxel_at(x);
      if (!image.in_image(i, j, k) || image.center(i, j, k).distance(center) >= radius)
        continue;
      float &distance = distances[image.index(i, j, k)];
      distance = std::max(distance, float(radius));
    }
}

/** Runs jobs that each take one rank; what they find is then known to all. */
template <typename Result, std::size_t n>
void share_out(MPI_Comm communicator, const std::array<std::function<Result()>, n> &jobs,
               const std::array<Result *, n> &results) {
  const unsigned int rank = dealii::Utilities::MPI::this_mpi_process(communicator),
                     n_ranks = dealii::Utilities::MPI::n_mpi_processes(communicator);
  for (std::size_t job = 0; job < n; ++job)
    if (job % n_ranks == rank)
      *results[job] = jobs[job]();
  for (std::size_t job = 0; job < n; ++job)
    MPI_Bcast(results[job], sizeof(Result), MPI_BYTE, job % n_ranks, communicator);
}

void find_parts(const VoxelImage &image, Morphometry &result) {
  const auto parts_of = [&](Phase phase) {
    return [&, phase] { return connected_parts(image, phase); };
  };
  share_out<ConnectedParts, 2>(image.communicator(),
                               {parts_of(Phase::pore), parts_of(Phase::solid)},
                               {&result.pore_parts, &result.solid_parts});
}

void find_throats(const VoxelImage &image, const std::vector<float> &distances,
                  const VoxelImage &finest, Morphometry &result) {
  const auto along = [&](int axis) {
    return [&, axis] { return throat(image, Phase::pore, distances, finest, axis); };
  };
  share_out<double, 3>(image.communicator(), {along(0), along(1), along(2)},
                       {&result.throat[0], &result.throat[1], &result.throat[2]});
}

/** Whether pores or throats are too narrow for the pores' voxels, or closed by them alone. */
bool are_pores_unclear(const Morphometry &m) {
  if (!(m.pore_size.mean >= voxels_per_pore * m.pore_voxel_size))
    return true;
  for (int axis = 0; axis < 3; ++axis)
    if (std::isnan(m.throat[axis]) ? m.pore_parts.through_share[axis] > 0.
                                   : m.throat[axis] < voxels_per_throat * m.pore_voxel_size)
      return true;
  return false;
}

/**
 * Pore size and throats on voxels that suit the pores, finer ones where these or the throats ask
 * for them. Returns the spheres of the pores.
 */
std::vector<InscribedSphere> measure_pores(const VoxelImage &finest, const NearestPoint &nearest,
                                           double bin_width, Stages &stages, Morphometry &result) {
  double end = 0.9; // of the work; what may follow shares the rest
  for (double size = pore_voxel_size(result);; size *= 0.5, end = 0.5 * (1. + end)) {
    const bool is_finest = size < 1.5 * result.voxel_size;
    std::optional<VoxelImage> coarse;
    if (!is_finest)
      coarse.emplace(finest.communicator(), finest.scaffold(), size);
    const VoxelImage &image = is_finest ? finest : *coarse;
    result.pore_voxel_size = largest_edge(image);
    auto distances = distance_map(image, is_pore, nearest, stages.until(end - 0.05));
    const auto spheres = inscribed_spheres(image, is_pore, distances, nearest, stages.until(end));
    const Filling pore(image, spheres);
    result.pore_size = distribution(image, is_pore, pore.own_thickness, bin_width);
    raise(image, spheres, distances);
    find_throats(image, distances, finest, result);
    if (is_finest || !are_pores_unclear(result))
      return pore.spheres;
  }
}

/** 1 − χ of the specimen within an endless structure, over its volume. */
double connectivity_density(const geometry::Scaffold &scaffold, double euler_density) {
  return (scaffold.periodic ? 0. : 1. / scaffold.envelope_volume) - euler_density;
}

} // namespace

Morphometry measure(MPI_Comm communicator, const geometry::Scaffold &scaffold,
                    const MeasureOptions &options) {
  Stages stages(options.done);
  Morphometry result{};
  result.total_volume = scaffold.envelope_volume;
  require_memory(communicator, scaffold, Resolution(scaffold, options, 0.));
  result.solid = volume_and_surface(communicator, scaffold,
                                    options.strand_diameter / cells_per_strand, stages.until(0.4));

  const Resolution resolution(scaffold, options, 2. * result.solid.volume / result.solid.surface);
  require_memory(communicator, scaffold, resolution);
  const VoxelImage image(communicator, scaffold, resolution.voxel_size);
  result.voxel_size = largest_edge(image);
  result.is_coarse = resolution.is_coarse;
  const EulerNumber euler = euler_number(image);
  result.euler_number = scaffold.periodic ? std::nan("") : euler.body;
  result.connectivity_density = connectivity_density(scaffold, euler.density);
  find_parts(image, result);

  const std::vector<SurfacePoint> surface = surface_points(image, stages.until(0.6));
  result.intercepts = mean_intercept_length(surface, scaffold.envelope_volume);
  const NearestPoint nearest = surface_search(surface);
  const double bin_width = options.strand_diameter / bins_per_strand;
  std::vector<float> own_strand;
  {
    const auto distances = distance_map(image, is_solid, nearest, stages.until(0.65));
    const auto spheres = inscribed_spheres(image, is_solid, distances, nearest, stages.until(0.8));
    const Filling solid(image, up_to_surface(image, spheres, nearest));
    result.strand_thickness = distribution(image, is_solid, solid.own_thickness, bin_width);
    result.mid_axis_distance = mid_axis_distance(image, solid, pore_voxel_size(result));
    own_strand = solid.own_thickness;
  }
  const auto pores = measure_pores(image, nearest, bin_width, stages, result);
  if (!options.thickness_image.empty())
    write_thickness_image(image, own_strand, local_thickness(image, pores),
                          options.thickness_image);
  stages.finish();
  return result;
}

} // namespace lacuna::morphometry
