// SPDX-License-Identifier: LGPL-2.1-or-later
#include <meshes/morphometry/local_thickness.h>

#include <deal.II/base/mpi.h>

#include <algorithm>
#include <cmath>

namespace lacuna::morphometry {

namespace {

/** Range of indices whose centres lie within `reach` of x along an axis, cut to [begin, end). */
struct Span {
  int begin, end;

  Span(double x, double reach, double lower, double spacing, int first, int last) {
    begin = std::max(first, static_cast<int>(std::ceil((x - reach - lower) / spacing - 0.5)));
    end = std::min(last, static_cast<int>(std::floor((x + reach - lower) / spacing - 0.5)) + 1);
  }
};

} // namespace

std::vector<float> local_thickness(const VoxelImage &image,
                                   const std::vector<InscribedSphere> &spheres) {
  const Point &h = image.spacing(), &lower = image.lower();
  const auto &count = image.count();
  const std::size_t first = image.index(0, 0, image.first_layer());
  std::vector<float> thickness(image.index(0, 0, image.end_layer()) - first, 0.f);
  for (const auto &[center, radius] : spheres) {
    const float diameter = 2. * radius;
    const Span z(center[2], radius, lower[2], h[2], image.first_layer(), image.end_layer());
    for (int k = z.begin; k < z.end; ++k) {
      const double dz = lower[2] + (k + 0.5) * h[2] - center[2];
      const double disc = std::max(0., radius * radius - dz * dz);
      const Span y(center[1], std::sqrt(disc), lower[1], h[1], 0, count[1]);
      for (int j = y.begin; j < y.end; ++j) {
        const double dy = lower[1] + (j + 0.5) * h[1] - center[1];
        const Span x(center[0], std::sqrt(std::max(0., disc - dy * dy)), lower[0], h[0], 0,
                     count[0]);
        float *row = &thickness[image.index(0, j, k) - first];
        for (int i = x.begin; i < x.end; ++i)
          row[i] = std::max(row[i], diameter);
      }
    }
  }
  return thickness;
}

ThicknessDistribution distribution(const VoxelImage &image, const Selection &selects,
                                   const std::vector<float> &own_thickness, double bin_width) {
  const MPI_Comm communicator = image.communicator();
  const std::size_t first = image.index(0, 0, image.first_layer());
  std::vector<float> values;
  image.for_each_own([&](int i, int j, int k, std::size_t voxel) {
    const float value = own_thickness[voxel - first];
    if (value > 0.f && image.is_counted(i, j, k) && selects(image.phase(voxel)))
      values.push_back(value);
  });
  const float largest = values.empty() ? 0.f : *std::max_element(values.begin(), values.end());
  ThicknessDistribution result{};
  result.bin_width = bin_width;
  result.largest = dealii::Utilities::MPI::max(largest, communicator);
  if (result.largest == 0.) {
    result.mean = result.standard_deviation = result.largest = std::nan("");
    return result;
  }
  result.histogram.assign(static_cast<std::size_t>(result.largest / bin_width) + 1, 0);
  double sum = 0., square = 0.;
  for (const float value : values) {
    ++result.histogram[static_cast<std::size_t>(value / bin_width)];
    sum += value;
  }
  const double n = dealii::Utilities::MPI::sum(double(values.size()), communicator);
  result.mean = dealii::Utilities::MPI::sum(sum, communicator) / n;
  for (const float value : values)
    square += (value - result.mean) * (value - result.mean);
  result.standard_deviation = std::sqrt(dealii::Utilities::MPI::sum(square, communicator) / n);
  dealii::Utilities::MPI::sum(result.histogram, communicator, result.histogram);
  return result;
}

} // namespace lacuna::morphometry
