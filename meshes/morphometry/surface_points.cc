// SPDX-License-Identifier: LGPL-2.1-or-later
#include <meshes/morphometry/surface_points.h>

#include <meshes/octree/gathered.h>

#include <boost/math/tools/roots.hpp>

#include <cmath>

namespace lacuna::morphometry {

namespace {

/** The place between a and b where φ changes sign. */
Point crossing(const geometry::Shape &shape, const Point &a, const Point &b) {
  constexpr double tolerance = 1e-3;
  const auto phi = [&](double t) { return shape.distance(a + t * (b - a)); };
  std::uintmax_t n_evaluations = 30;
  const auto [low, high] = boost::math::tools::toms748_solve(
      phi, 0., 1., [](double l, double h) { return h - l < tolerance; }, n_evaluations);
  return a + 0.5 * (low + high) * (b - a);
}

dealii::Tensor<1, 3> unit_gradient(const geometry::Shape &shape, const Point &x, double step) {
  dealii::Tensor<1, 3> gradient;
  for (int d = 0; d < 3; ++d) {
    Point ahead = x, behind = x;
    ahead[d] += step;
    behind[d] -= step;
    gradient[d] = shape.distance(ahead) - shape.distance(behind);
  }
  const double norm = gradient.norm();
  return norm > 0. ? gradient / norm : gradient;
}

} // namespace

std::vector<SurfacePoint> surface_points(const VoxelImage &image, const WorkDone &done) {
  const geometry::Shape &shape = *image.scaffold().solid;
  const Point &h = image.spacing();
  const double step = 0.01 * std::min({h[0], h[1], h[2]});
  std::vector<SurfacePoint> own;
  image.for_each_own(
      [&](int i, int j, int k, std::size_t voxel) {
        for (int axis = 0; axis < 3; ++axis) {
          const int n[3] = {i + (axis == 0), j + (axis == 1), k + (axis == 2)};
          if (image.phase(voxel) == Phase::outside || !image.in_image(n[0], n[1], n[2]))
            continue;
          const Phase next = image.phase(voxel + image.stride(axis));
          if (next == Phase::outside || next == image.phase(voxel))
            continue;
          SurfacePoint point;
          point.position = crossing(shape, image.center(i, j, k), image.center(n[0], n[1], n[2]));
          point.normal = unit_gradient(shape, point.position, step);
          double density = 0.;
          for (int d = 0; d < 3; ++d)
            density += std::abs(point.normal[d]) * h[d] / image.voxel_volume();
          const auto [a, b, c] = image.voxel_at(point.position);
          point.area = image.is_counted(a, b, c) && density > 0. ? 1. / density : 0.;
          own.push_back(point);
        }
      },
      done);
  return octree::gathered(image.communicator(), own);
}

} // namespace lacuna::morphometry
