// SPDX-License-Identifier: LGPL-2.1-or-later
#include <meshes/geometry/image/image_shape.h>

#include <algorithm>
#include <cmath>
#include <limits>

namespace lacuna::geometry {

namespace {

/** Part of a voxel by which the face between the kinds is thickened: rounding gives no other kind.
 */
constexpr double thickness = 1e-9;

/** The largest norm of one-sided differences, at least 1; of magnitudes where a kind has no slope.
 */
double slope_of(const Volume &volume, bool of_magnitudes) {
  const auto stride = volume.strides();
  const auto value = [&](std::size_t at) {
    const double x = volume.values[at];
    return of_magnitudes ? std::abs(x) : x;
  };
  double largest = 1.;
  std::size_t at = 0;
  std::array<int, 3> i;
  for (i[2] = 0; i[2] < volume.size[2]; ++i[2])
    for (i[1] = 0; i[1] < volume.size[1]; ++i[1])
      for (i[0] = 0; i[0] < volume.size[0]; ++i[0], ++at) {
        double square = 0.;
        for (unsigned int d = 0; d < 3; ++d) {
          double difference = 0.;
          if (i[d] > 0)
            difference = std::abs(value(at) - value(at - stride[d]));
          if (i[d] + 1 < volume.size[d])
            difference = std::max(difference, std::abs(value(at + stride[d]) - value(at)));
          square += std::pow(difference / volume.spacing[d], 2);
        }
        largest = std::max(largest, square);
      }
  return std::sqrt(largest) * (1 + 1e-6); // single precision rounds
}

/** Whether an axis of the grid is none of space. */
bool is_slanted(const Volume &volume) {
  for (unsigned int i = 0; i < 3; ++i)
    for (unsigned int j = 0; j < 3; ++j)
      if (const double c = std::abs(volume.direction[i][j]); c > 1e-6 && c < 1 - 1e-6)
        return true;
  return false;
}

} // namespace

dealii::BoundingBox<3> box_around(const Volume &volume) {
  dealii::Tensor<1, 3> center, reach;
  for (unsigned int d = 0; d < 3; ++d)
    for (unsigned int i = 0; i < 3; ++i) {
      center[d] += volume.direction[d][i] * volume.spacing[i] * 0.5 * (volume.size[i] - 1);
      reach[d] += std::abs(volume.direction[d][i]) * volume.spacing[i] * 0.5 * volume.size[i];
    }
  return dealii::BoundingBox<3>({volume.origin + center - reach, volume.origin + center + reach});
}

ImageShape::ImageShape(std::shared_ptr<const Volume> distance, Voxels voxels)
    : distance_(std::move(distance)), voxels_(voxels),
      largest_slope_(slope_of(*distance_, voxels == Voxels::exact)),
      least_spacing_(*std::min_element(distance_->spacing.begin(), distance_->spacing.end())),
      sum_of_spacings_(distance_->spacing[0] + distance_->spacing[1] + distance_->spacing[2]),
      slanted_(is_slanted(*distance_)), box_(box_around(*distance_)) {}

std::optional<VoxelGrid> ImageShape::grid() const {
  if (voxels_ != Voxels::exact || slanted_)
    return std::nullopt;
  VoxelGrid grid{{}, box_.get_boundary_points().first};
  for (unsigned int d = 0; d < 3; ++d)
    for (unsigned int i = 0; i < 3; ++i)
      grid.spacing[d] += std::abs(std::round(distance_->direction[d][i])) * distance_->spacing[i];
  return grid;
}

/** Trilinear, at an index that may lie beyond the centres; of magnitudes for exact voxels. */
double ImageShape::interpolated(const std::array<double, 3> &index) const {
  const Volume &volume = *distance_;
  const auto stride = volume.strides();
  std::size_t at = 0;
  std::array<double, 3> t;
  for (unsigned int d = 0; d < 3; ++d) {
    const double inside = std::clamp(index[d], 0., volume.size[d] - 1.);
    const int low = std::min(static_cast<int>(inside), volume.size[d] - 2);
    t[d] = inside - low;
    at += low * stride[d];
  }
  const auto value = [&](std::size_t i) {
    const double x = volume.values[i];
    return voxels_ == Voxels::exact ? std::abs(x) : x;
  };
  const auto along_x = [&](std::size_t i) { return (1 - t[0]) * value(i) + t[0] * value(i + 1); };
  const auto along_y = [&](std::size_t i) {
    return (1 - t[1]) * along_x(i) + t[1] * along_x(i + stride[1]);
  };
  return (1 - t[2]) * along_y(at) + t[2] * along_y(at + stride[2]);
}

/** |φ| of exact voxels, and the kind of the voxel that holds the index. */
double ImageShape::magnitude_by_voxels(const std::array<double, 3> &index, bool &solid) const {
  const Volume &volume = *distance_;
  const auto stride = volume.strides();
  std::array<int, 3> voxel;
  std::array<double, 3> place; // within the voxel, from its centre
  std::size_t at = 0;
  for (unsigned int d = 0; d < 3; ++d) {
    const double inside = std::clamp(index[d], -0.5, volume.size[d] - 0.5);
    voxel[d] = std::clamp(static_cast<int>(std::floor(inside + 0.5)), 0, volume.size[d] - 1);
    place[d] = inside - voxel[d];
    at += voxel[d] * stride[d];
  }
  solid = volume.values[at] < 0;
  const double far = (interpolated(index) - sum_of_spacings_) / largest_slope_;
  if (far >= least_spacing_)
    return far;

  // Squares of the distances to the voxels before, at and after this one along each axis.
  double squares[3][3];
  for (unsigned int d = 0; d < 3; ++d) {
    const double h = volume.spacing[d];
    squares[d][0] = std::pow((0.5 + place[d]) * h, 2);
    squares[d][1] = 0.;
    squares[d][2] = std::pow((0.5 - place[d]) * h, 2);
  }
  double nearest = least_spacing_ * least_spacing_;
  for (int k = -1; k <= 1; ++k)
    for (int j = -1; j <= 1; ++j)
      for (int i = -1; i <= 1; ++i) {
        const double square = squares[0][i + 1] + squares[1][j + 1] + squares[2][k + 1];
        const int x = voxel[0] + i, y = voxel[1] + j, z = voxel[2] + k;
        if (square >= nearest || x < 0 || y < 0 || z < 0 || x >= volume.size[0] ||
            y >= volume.size[1] || z >= volume.size[2])
          continue;
        if ((volume.values[x + y * stride[1] + z * stride[2]] < 0) != solid)
          nearest = square;
      }
  return std::max(std::sqrt(nearest) - thickness * least_spacing_, std::max(far, 0.));
}

double ImageShape::distance(const Point &x) const {
  const Volume &volume = *distance_;
  const auto from_origin = x - volume.origin;
  std::array<double, 3> index;
  double outside = -std::numeric_limits<double>::max(); // the largest distance beyond a side
  for (unsigned int d = 0; d < 3; ++d) {
    double along = 0.;
    for (unsigned int i = 0; i < 3; ++i)
      along += volume.direction[i][d] * from_origin[i];
    index[d] = along / volume.spacing[d];
    outside = std::max({outside, (-0.5 - index[d]) * volume.spacing[d],
                        (index[d] - volume.size[d] + 0.5) * volume.spacing[d]});
  }
  double phi;
  if (voxels_ == Voxels::exact) {
    bool solid = false;
    const double magnitude = magnitude_by_voxels(index, solid);
    phi = solid ? -magnitude : magnitude;
  } else
    phi = interpolated(index) / largest_slope_;
  return slanted_ ? std::max(phi, outside) : phi;
}

} // namespace lacuna::geometry
