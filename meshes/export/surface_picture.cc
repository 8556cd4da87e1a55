// SPDX-License-Identifier: LGPL-2.1-or-later
#include <meshes/export/surface_picture.h>

#include <algorithm>
#include <cmath>
#include <limits>

namespace lacuna::exporting {

using geometry::Vector;

const Vector view_direction({0.456, -0.788, 0.415});

namespace {

constexpr unsigned int samples = 2; // along each side of a pixel
constexpr double margin = 0.02;     // on each side, in parts of the picture
constexpr double ambient = 0.3;     // light on faces that are turned away
constexpr double deep = 0.45;       // what the deepest place loses of its light
const Vector light_from({-0.1, -0.6, 0.8});

Vector unit(const Vector &a) {
  const double length = a.norm();
  return length > 0. ? a / length : a;
}

/** Points as they are seen: to the right, upwards, towards the eye. */
std::vector<Vector> seen(const SurfaceMesh &mesh) {
  const Vector towards = unit(view_direction),
               right = unit(dealii::cross_product_3d(Vector({0., 0., 1.}), towards)),
               up = dealii::cross_product_3d(towards, right);
  std::vector<Vector> points;
  points.reserve(mesh.vertices.size());
  for (unsigned int i = 0; i < mesh.vertices.size(); ++i) {
    const Vector point = mesh.vertex(i);
    points.push_back(Vector({point * right, point * up, point * towards}));
  }
  return points;
}

/** Light on a triangle, 0 … 1. */
double lit(const std::array<Vector, 3> &corners) {
  const auto &[a, b, c] = corners;
  const Vector normal = unit(dealii::cross_product_3d(b - a, c - a));
  return ambient + (1. - ambient) * std::max(0., normal * unit(light_from));
}

/** What is nearest to the eye at each sample: its depth, from the left and from below, and its
 * light. */
class DepthBuffer {
public:
  explicit DepthBuffer(unsigned int size)
      : size_(size), depth_(std::size_t(size) * size, -std::numeric_limits<double>::infinity()),
        light_(depth_.size(), 0.) {}

  /** Corners in samples. Takes those whose centre is in the triangle. */
  void add(const Vector &a, const Vector &b, const Vector &c, double light) {
    const double area = (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]);
    if (area == 0.)
      return;
    const auto first = [](double low) { return std::max(0., std::ceil(low - 0.5)); };
    const auto [left, right] = std::minmax({a[0], b[0], c[0]});
    const auto [low, high] = std::minmax({a[1], b[1], c[1]});
    for (unsigned int j = first(low); j < size_ && j + 0.5 <= high; ++j)
      for (unsigned int i = first(left); i < size_ && i + 0.5 <= right; ++i) {
        const double x = i + 0.5 - a[0], y = j + 0.5 - a[1],
                     v = (x * (c[1] - a[1]) - y * (c[0] - a[0])) / area,
                     w = (y * (b[0] - a[0]) - x * (b[1] - a[1])) / area;
        if (v < 0. || w < 0. || v + w > 1.)
          continue;
        const std::size_t at = std::size_t(j) * size_ + i;
        const double depth = a[2] + v * (b[2] - a[2]) + w * (c[2] - a[2]);
        if (depth > depth_[at]) {
          depth_[at] = depth;
          light_[at] = light;
        }
      }
  }

  /** `lowest`, `highest`: the depths that there are. */
  GreyPicture picture(double lowest, double highest) const {
    const unsigned int n = size_ / samples;
    GreyPicture result{n, n, std::vector<std::uint8_t>(std::size_t(n) * n)};
    for (unsigned int row = 0; row < n; ++row)
      for (unsigned int column = 0; column < n; ++column)
        result.shades[std::size_t(row) * n + column] =
            shade(column, n - 1 - row, lowest, std::max(highest - lowest, 1e-300));
    return result;
  }

private:
  /** The mean of a pixel's samples where half of them at least see the surface. */
  std::uint8_t shade(unsigned int column, unsigned int row, double lowest, double range) const {
    double sum = 0.;
    unsigned int n = 0;
    for (unsigned int j = 0; j < samples; ++j)
      for (unsigned int i = 0; i < samples; ++i) {
        const std::size_t at = std::size_t(row * samples + j) * size_ + column * samples + i;
        if (!std::isfinite(depth_[at]))
          continue;
        sum += light_[at] * (1. - deep * (1. - (depth_[at] - lowest) / range));
        ++n;
      }
    return 2 * n < samples * samples ? 0 : std::uint8_t(std::clamp(1. + 14. * sum / n, 1., 15.));
  }

  unsigned int size_;
  std::vector<double> depth_, light_;
};

} // namespace

GreyPicture draw(const SurfaceMesh &mesh, unsigned int pixels) {
  std::vector<Vector> points = seen(mesh);
  const unsigned int size = pixels * samples;
  DepthBuffer buffer(size);
  if (points.empty())
    return buffer.picture(0., 0.);
  Vector low, high;
  for (int d = 0; d < 3; ++d) {
    const auto [least, most] =
        std::minmax_element(points.begin(), points.end(),
                            [d](const Vector &a, const Vector &b) { return a[d] < b[d]; });
    low[d] = (*least)[d];
    high[d] = (*most)[d];
  }
  const double scale = (1. - 2. * margin) * size / std::max(high[0] - low[0], high[1] - low[1]);
  for (Vector &point : points)
    for (int d = 0; d < 2; ++d)
      point[d] = 0.5 * size + scale * (point[d] - 0.5 * (low[d] + high[d]));
  for (unsigned int i = 0; i < mesh.triangles.size(); ++i) {
    const auto &[a, b, c] = mesh.triangles[i];
    buffer.add(points[a], points[b], points[c], lit(mesh.corners(i)));
  }
  return buffer.picture(low[2], high[2]);
}

} // namespace lacuna::exporting
