// SPDX-License-Identifier: LGPL-2.1-or-later
#include <meshes/morphometry/inscribed_spheres.h>

#include <meshes/octree/gathered.h>

#include <deal.II/base/mpi.h>
#include <deal.II/base/tensor.h>

#include <algorithm>
#include <cmath>
#include <unordered_map>

namespace lacuna::morphometry {

namespace {

using Vector = dealii::Tensor<1, 3>;

/**
 * Away from a ridge the distance grows by almost the way taken towards one of the 26 neighbours; on
 * the ridge along an edge of 90° by 0.71 of it at the most.
 */
constexpr double ridge_slope = 0.75;

/**
 * Radius in voxels from which the surface's points tell it to 0.5 % or better: they are no farther
 * beside the place of contact than 0.3 voxels in the mean.
 */
constexpr double points_suffice = 3.;

/** How far inside of the envelope a sphere's centre must be, over its radius. */
constexpr double rim = 0.5;

/** Tells whether the distance of a voxel grows towards none of its neighbours as it does off a
 * ridge. */
class Ridge {
public:
  Ridge(const VoxelImage &image, const Selection &selects, const std::vector<float> &distances)
      : image_(image), selects_(selects), distances_(distances) {}

  bool contains(int i, int j, int k, std::size_t voxel) const {
    for (int c = -1; c <= 1; ++c)
      for (int b = -1; b <= 1; ++b)
        for (int a = -1; a <= 1; ++a) {
          if (!image_.in_image(i + a, j + b, k + c))
            continue;
          const std::size_t next =
              voxel + a * image_.stride(0) + b * image_.stride(1) + c * image_.stride(2);
          const Point &h = image_.spacing();
          const Vector way({a * h[0], b * h[1], c * h[2]});
          if (selects_(image_.phase(next)) &&
              distances_[next] - distances_[voxel] > ridge_slope * way.norm())
            return false;
        }
    return true;
  }

private:
  const VoxelImage &image_;
  const Selection &selects_;
  const std::vector<float> &distances_;
};

Vector gradient(const geometry::Shape &shape, const Point &x, double step) {
  Vector result;
  for (int d = 0; d < 3; ++d) {
    Point ahead = x, behind = x;
    ahead[d] += step;
    behind[d] -= step;
    result[d] = (shape.distance(ahead) - shape.distance(behind)) / (2. * step);
  }
  return result;
}

/** The shortest vector between the ends of a and b. */
Vector shortest_between(const Vector &a, const Vector &b) {
  const Vector difference = b - a;
  const double square = difference * difference;
  const double t = square > 0. ? std::clamp(-(a * difference) / square, 0., 1.) : 0.;
  return a + t * difference;
}

/**
 * Adds the spheres met on a climb from x, which has the given distance, along its gradient. A step
 * that overshoots a ridge goes to the point equally far from the contacts on both sides,
 *
 *     |x + t d − q| = |x + t d − s|,     t = (|x − q|² − |x − s|²) / (2 d·(q − s)),
 *
 * and from there along the shortest mean of both gradients, until that is nearly zero. Those on
 * the way count too: the climb may lead out of the narrowest place of a throat.
 */
void climb(const VoxelImage &image, const NearestPoint &nearest, Point x, double distance,
           std::vector<InscribedSphere> &spheres) {
  constexpr int max_steps = 10;
  constexpr double flat = 0.1; // of a gradient's length
  const double voxel = std::cbrt(image.voxel_volume());
  Point contact = nearest.within(x, distance);
  double radius = x.distance(contact), step = 0.5 * voxel;
  if (radius == 0.)
    return;
  Vector direction = (x - contact) / radius;
  for (int i = 0; i < max_steps; ++i) {
    const Point next = x + step * direction;
    if (!image.envelope().contains(next))
      return;
    const Point other = nearest.within(next, next.distance(contact));
    if (next.distance(other) > radius) {
      x = next;
      contact = other;
      radius = x.distance(contact);
      direction = (x - contact) / radius;
      continue;
    }
    const Point first = contact;
    const double t =
        (x.distance_square(other) - radius * radius) / (2. * (direction * (other - first)));
    if (t > 0. && t < step) {
      const Point between = x + t * direction;
      const Point touched = nearest.within(between, between.distance(contact));
      if (between.distance(touched) > radius) {
        x = between;
        contact = touched;
        radius = x.distance(contact);
      }
    }
    spheres.push_back({x, radius});
    direction = shortest_between((x - first) / x.distance(first), (x - other) / x.distance(other));
    if (direction.norm() < flat)
      return;
    direction /= direction.norm();
    step *= 0.5;
  }
}

/**
 * The distance of x from the surface beside one of its points q: of q or of the place nearer to x
 * that is found from there, with ∇φ along the normal,
 *
 *     q ← q + v − (v·∇φ) ∇φ / |∇φ|²,  v = x − q,     q ← q − φ(q) ∇φ / |∇φ|².
 */
double distance_to_surface(const VoxelImage &image, const Point &x, Point q) {
  constexpr int n_steps = 1;
  const geometry::Shape &shape = *image.scaffold().solid;
  const double voxel = std::cbrt(image.voxel_volume());
  double distance = x.distance(q);
  for (int step = 0; step < n_steps; ++step) {
    const Vector slope = gradient(shape, q, 0.01 * voxel);
    const double square = slope * slope;
    if (square == 0.)
      break;
    const Vector way = x - q;
    q += way - (way * slope) / square * slope;
    q -= shape.distance(q) / square * slope;
    if (image.envelope().distance(q) > -0.01 * voxel) // no surface
      break;
    distance = std::min(distance, x.distance(q));
  }
  return distance;
}

/** The largest sphere of each voxel, in the order in which the voxels first appear. */
std::vector<InscribedSphere> largest_of_voxels(const VoxelImage &image,
                                               const std::vector<InscribedSphere> &spheres) {
  std::vector<InscribedSphere> result;
  std::unordered_map<std::size_t, std::size_t> place;
  for (const InscribedSphere &sphere : spheres) {
    const auto [i, j, k] = image.voxel_at(sphere.center);
    const auto [entry, is_new] = place.try_emplace(image.index(i, j, k), result.size());
    if (is_new)
      result.push_back(sphere);
    else if (sphere.radius > result[entry->second].radius)
      result[entry->second] = sphere;
  }
  return result;
}

} // namespace

std::vector<float> distance_map(const VoxelImage &image, const Selection &selects,
                                const NearestPoint &nearest, const WorkDone &done) {
  std::vector<float> own;
  own.reserve(image.size() / dealii::Utilities::MPI::n_mpi_processes(image.communicator()) + 1);
  const Point *last = nullptr; // nearest to the voxel before
  image.for_each_own(
      [&](int i, int j, int k, std::size_t voxel) {
        if (!selects(image.phase(voxel)) || nearest.empty())
          return own.push_back(0.f);
        const Point x = image.center(i, j, k);
        last = last ? &nearest.within(x, x.distance(*last)) : &nearest(x);
        own.push_back(x.distance(*last));
      },
      done);
  return octree::gathered(image.communicator(), own);
}

std::vector<InscribedSphere> inscribed_spheres(const VoxelImage &image, const Selection &selects,
                                               const std::vector<float> &distances,
                                               const NearestPoint &nearest, const WorkDone &done) {
  if (nearest.empty())
    return {};
  const Ridge ridge(image, selects, distances);
  std::vector<InscribedSphere> own;
  image.for_each_own(
      [&](int i, int j, int k, std::size_t voxel) {
        if (selects(image.phase(voxel)) && ridge.contains(i, j, k, voxel))
          climb(image, nearest, image.center(i, j, k), distances[voxel], own);
      },
      done);
  return largest_of_voxels(image,
                           octree::gathered(image.communicator(), largest_of_voxels(image, own)));
}

std::vector<InscribedSphere> up_to_surface(const VoxelImage &image,
                                           const std::vector<InscribedSphere> &spheres,
                                           const NearestPoint &nearest) {
  const double small = points_suffice * std::cbrt(image.voxel_volume());
  const std::size_t rank = dealii::Utilities::MPI::this_mpi_process(image.communicator()),
                    n_ranks = dealii::Utilities::MPI::n_mpi_processes(image.communicator());
  std::vector<InscribedSphere> own(spheres.begin() + spheres.size() * rank / n_ranks,
                                   spheres.begin() + spheres.size() * (rank + 1) / n_ranks);
  for (InscribedSphere &sphere : own)
    if (sphere.radius < small) {
      const Point x = sphere.center, contact = nearest(x);
      // Across a wall the other side may be nearer, though its points are not.
      const Point opposite = nearest(x + 0.5 * (x - contact));
      sphere.radius =
          std::min(distance_to_surface(image, x, contact), distance_to_surface(image, x, opposite));
    }
  return octree::gathered(image.communicator(), own);
}

std::vector<InscribedSphere> without_cut_off(const VoxelImage &image,
                                             std::vector<InscribedSphere> spheres) {
  const auto is_cut_off = [&](const InscribedSphere &sphere) {
    return -image.envelope().distance(sphere.center) < rim * sphere.radius;
  };
  spheres.erase(std::remove_if(spheres.begin(), spheres.end(), is_cut_off), spheres.end());
  return spheres;
}

} // namespace lacuna::morphometry