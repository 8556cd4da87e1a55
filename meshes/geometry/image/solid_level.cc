// SPDX-License-Identifier: LGPL-2.1-or-later
#include <meshes/geometry/image/solid_level.h>

#include <algorithm>
#include <array>
#include <cmath>

namespace lacuna::geometry {

namespace {

constexpr std::size_t most_cubes = 200000;
constexpr int n_points = 8;   // along a side of a cube
constexpr double most = 0.28; // of a spacing: a corner's centre is 0.29 off the faces of a mask

/** Values at the corners of a cube, x fastest, and the part of it that lies in the image. */
struct Cube {
  std::array<double, 8> corners;
  double volume;
};

/** Calls visit(cube) for each cube between voxel centres; beyond the outer ones values stay. */
template <typename Visit>
void for_each_cube(const Volume &volume, const Visit &visit) {
  const auto stride = volume.strides();
  const auto along = [&](unsigned int d, int i) { return std::clamp(i, 0, volume.size[d] - 1); };
  const auto part = [&](unsigned int d, int i) {
    return i < 0 || i == volume.size[d] - 1 ? 0.5 : 1.;
  };
  Cube cube;
  for (int k = -1; k < volume.size[2]; ++k)
    for (int j = -1; j < volume.size[1]; ++j)
      for (int i = -1; i < volume.size[0]; ++i) {
        for (int c = 0; c < 8; ++c)
          cube.corners[c] =
              volume.values[along(0, i + c % 2) * stride[0] + along(1, j + c / 2 % 2) * stride[1] +
                            along(2, k + c / 4) * stride[2]];
        cube.volume = part(0, i) * part(1, j) * part(2, k);
        visit(cube);
      }
}

/**
 * Points that fill a cube evenly (Roberts' additive recurrence of the root of x⁴ = x + 1), others
 * in each cube: a mask has few kinds of cubes, whose volumes would all be off alike.
 */
class Points {
public:
  /** Trilinear value of the cube at the next point. */
  double next_value(const Cube &cube) {
    for (unsigned int d = 0; d < 3; ++d) {
      x_[d] += steps[d];
      x_[d] -= x_[d] >= 1. ? 1. : 0.;
    }
    const auto &v = cube.corners;
    const auto mix = [](double a, double b, double t) { return a + t * (b - a); };
    return mix(mix(mix(v[0], v[1], x_[0]), mix(v[2], v[3], x_[0]), x_[1]),
               mix(mix(v[4], v[5], x_[0]), mix(v[6], v[7], x_[0]), x_[1]), x_[2]);
  }

private:
  static constexpr std::array<double, 3> steps = {0.8191725133961645, 0.6710436067037893,
                                                  0.5497004779019703};
  std::array<double, 3> x_ = {0.5, 0.5, 0.5};
};

bool is_cut(const Cube &cube) {
  const auto [low, high] = std::minmax_element(cube.corners.begin(), cube.corners.end());
  return *low < 0 && !(*high < 0);
}

} // namespace

double level_of_voxels(const Volume &distance) {
  double solid =
      std::count_if(distance.values.begin(), distance.values.end(), [](float x) { return x < 0; });
  std::size_t n_cut = 0;
  for_each_cube(distance, [&](const Cube &cube) {
    if (is_cut(cube))
      ++n_cut;
    else if (cube.corners[0] < 0)
      solid -= cube.volume; // what is left is to lie in the cubes that are cut
  });

  const double reach = most * *std::min_element(distance.spacing.begin(), distance.spacing.end());
  constexpr int n_bins = 4000;
  std::vector<double> histogram(n_bins + 2, 0.); // and what lies below and above
  const std::size_t every = n_cut / most_cubes + 1;
  double whole = 0., sampled = 0.;
  std::size_t number = 0;
  Points points;
  for_each_cube(distance, [&](const Cube &cube) {
    if (!is_cut(cube))
      return;
    whole += cube.volume;
    if (number++ % every != 0)
      return;
    sampled += cube.volume;
    for (int i = 0; i < n_points; ++i) {
      const double bin = std::floor(0.5 * n_bins * (points.next_value(cube) / reach + 1.)) + 1.;
      histogram[static_cast<int>(std::clamp(bin, 0., n_bins + 1.))] += cube.volume;
    }
  });
  double below = 0.;
  const double wanted = solid / whole * sampled * n_points;
  int bin = 0;
  while (bin <= n_bins && below + histogram[bin] < wanted)
    below += histogram[bin++];
  return reach * std::clamp(2. * (bin - 0.5) / n_bins - 1., -1., 1.);
}

} // namespace lacuna::geometry
