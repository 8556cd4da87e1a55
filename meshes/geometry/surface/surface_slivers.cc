// SPDX-License-Identifier: LGPL-2.1-or-later
#include <meshes/geometry/surface/surface_fault.h>
#include <meshes/geometry/surface/surface_slivers.h>

#include <algorithm>
#include <set>

namespace lacuna::geometry {

namespace {

using Edges = std::set<std::pair<unsigned int, unsigned int>>;

constexpr unsigned int largest_number_of_passes = 10;

std::pair<unsigned int, unsigned int> edge(unsigned int a, unsigned int b) {
  return {std::min(a, b), std::max(a, b)};
}

Edges edges_of(const TriangleMesh &mesh) {
  Edges edges;
  for (const auto &[a, b, c] : mesh.triangles)
    edges.insert({edge(a, b), edge(b, c), edge(c, a)});
  return edges;
}

struct Sliver {
  unsigned int triangle, longest_side;
};

std::vector<Sliver> slivers(const TriangleMesh &mesh, double tolerance) {
  std::vector<Sliver> result;
  for (unsigned int t = 0; t < mesh.triangles.size(); ++t) {
    const auto x = mesh.corners(t);
    const std::array<double, 3> lengths = {(x[1] - x[0]).norm(), (x[2] - x[1]).norm(),
                                           (x[0] - x[2]).norm()};
    const auto longest = std::max_element(lengths.begin(), lengths.end());
    if (dealii::cross_product_3d(x[1] - x[0], x[2] - x[0]).norm() < tolerance * *longest)
      result.push_back({t, static_cast<unsigned int>(longest - lengths.begin())});
  }
  return result;
}

/** Turns the diagonal of the triangle and its neighbour unless the new one is an edge already. */
bool turn_diagonal(TriangleMesh &mesh, const Sliver &sliver, unsigned int other, Edges &edges) {
  auto &one = mesh.triangles[sliver.triangle], &two = mesh.triangles[other];
  const unsigned int a = one[sliver.longest_side], b = one[(sliver.longest_side + 1) % 3],
                     c = one[(sliver.longest_side + 2) % 3];
  const unsigned int d = two[0] + two[1] + two[2] - a - b;
  if (!edges.insert(edge(c, d)).second)
    return false;
  edges.erase(edge(a, b));
  one = {c, a, d};
  two = {b, c, d};
  return true;
}

} // namespace

void turn_slivers(TriangleMesh &mesh, double tolerance, const Note &note) {
  std::size_t n_turned = 0;
  for (unsigned int pass = 0; pass < largest_number_of_passes; ++pass) {
    const auto thin = slivers(mesh, tolerance);
    if (thin.empty())
      break;
    const Neighbors beyond = neighbors(mesh);
    Edges edges = edges_of(mesh);
    std::set<unsigned int> turned; // what is beyond them is known in the next pass
    for (const Sliver &sliver : thin) {
      const unsigned int other = beyond[sliver.triangle][sliver.longest_side];
      if (turned.count(sliver.triangle) + turned.count(other) == 0 &&
          turn_diagonal(mesh, sliver, other, edges))
        turned.insert({sliver.triangle, other});
    }
    n_turned += turned.size() / 2;
    if (turned.empty())
      break;
  }
  if (n_turned > 0)
    note("turned an edge of " + counted(n_turned, "triangle") + " without width");
}

} // namespace lacuna::geometry
