// SPDX-License-Identifier: LGPL-2.1-or-later
#include <meshes/geometry/surface/surface_fault.h>
#include <meshes/geometry/surface/triangle_mesh.h>

#include <algorithm>
#include <limits>
#include <tuple>

namespace lacuna::geometry {

namespace {

/** A side of a triangle, its ends in ascending order. */
struct Side {
  unsigned int low, high, triangle, index;

  bool operator<(const Side &other) const {
    return std::tie(low, high, triangle) < std::tie(other.low, other.high, other.triangle);
  }
  bool same_edge(const Side &other) const { return low == other.low && high == other.high; }
};

std::vector<Side> sorted_sides(const TriangleMesh &mesh) {
  std::vector<Side> sides;
  sides.reserve(3 * mesh.triangles.size());
  for (unsigned int t = 0; t < mesh.triangles.size(); ++t)
    for (unsigned int i = 0; i < 3; ++i) {
      const auto [low, high] = std::minmax({mesh.triangles[t][i], mesh.triangles[t][(i + 1) % 3]});
      sides.push_back({low, high, t, i});
    }
  std::sort(sides.begin(), sides.end());
  return sides;
}

} // namespace

double volume(const TriangleMesh &mesh) {
  const Vector center = 0.5 * (bounds(mesh)[0] + bounds(mesh)[1]); // against cancellation
  double sum = 0.;
  for (unsigned int t = 0; t < mesh.triangles.size(); ++t) {
    const auto [a, b, c] = mesh.corners(t);
    sum += (a - center) * dealii::cross_product_3d(b - center, c - center);
  }
  return sum / 6;
}

double area(const TriangleMesh &mesh) {
  double sum = 0.;
  for (unsigned int t = 0; t < mesh.triangles.size(); ++t) {
    const auto [a, b, c] = mesh.corners(t);
    sum += 0.5 * dealii::cross_product_3d(b - a, c - a).norm();
  }
  return sum;
}

std::array<Vector, 2> bounds(const TriangleMesh &mesh) {
  constexpr double infinity = std::numeric_limits<double>::infinity();
  std::array<Vector, 2> box = {Vector({infinity, infinity, infinity}),
                               Vector({-infinity, -infinity, -infinity})};
  for (const auto &triangle : mesh.triangles)
    for (const unsigned int v : triangle)
      for (unsigned int d = 0; d < 3; ++d) {
        box[0][d] = std::min<double>(box[0][d], mesh.vertices[v][d]);
        box[1][d] = std::max<double>(box[1][d], mesh.vertices[v][d]);
      }
  return box;
}

Neighbors neighbors(const TriangleMesh &mesh) {
  Neighbors result(mesh.triangles.size(), {no_triangle, no_triangle, no_triangle});
  const std::vector<Side> sides = sorted_sides(mesh);
  std::size_t n_crowded = 0;
  Side crowded{};
  for (std::size_t begin = 0, end; begin < sides.size(); begin = end) {
    end = begin + 1;
    while (end < sides.size() && sides[end].same_edge(sides[begin]))
      ++end;
    const Side &one = sides[begin], &other = sides[end - 1];
    if (end - begin == 2) {
      result[one.triangle][one.index] = other.triangle;
      result[other.triangle][other.index] = one.triangle;
    } else if (end - begin > 2 && n_crowded++ == 0)
      crowded = one;
  }
  if (n_crowded > 0)
    throw SurfaceFault(counted(n_crowded, "edge") + " of more than two triangles, the first from " +
                           text(mesh.vertex(crowded.low)) + " to " +
                           text(mesh.vertex(crowded.high)),
                       "two triangles at every edge");
  return result;
}

} // namespace lacuna::geometry
