// SPDX-License-Identifier: LGPL-2.1-or-later
#include <meshes/geometry/surface/surface_edges.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>
#include <utility>

namespace lacuna::geometry {

namespace {

/** A triangle at an edge; `ends` are its corners at the edge's lower and higher vertex. */
struct Side {
  std::array<std::size_t, 2> ends; ///< three times the triangle's number, and the corner's
  bool forward;                    ///< whether it runs from the lower vertex to the higher
  double angle = 0.;               ///< around the edge
};

using Edges = std::map<std::pair<unsigned int, unsigned int>, std::vector<Side>>;

Edges sides_of(const TriangleMesh &mesh) {
  Edges result;
  for (std::size_t t = 0; t < mesh.triangles.size(); ++t)
    for (unsigned int i = 0; i < 3; ++i) {
      const unsigned int j = (i + 1) % 3, a = mesh.triangles[t][i], b = mesh.triangles[t][j];
      const std::size_t at_a = 3 * t + i, at_b = 3 * t + j;
      if (a < b)
        result[{a, b}].push_back({{at_a, at_b}, true});
      else
        result[{b, a}].push_back({{at_b, at_a}, false});
    }
  return result;
}

/** Sorts the triangles around their edge, from low to high. */
void sort_around(std::vector<Side> &sides, const TriangleMesh &mesh, const Vector &low,
                 const Vector &high) {
  const Vector along = (high - low) / (high - low).norm();
  const auto across = [&](const Side &side) {
    const std::size_t t = side.ends[0] / 3;
    const Vector x = mesh.vertex(mesh.triangles[t][3 - side.ends[0] % 3 - side.ends[1] % 3]) - low;
    return x - (x * along) * along;
  };
  const Vector x = across(sides.front()), y = dealii::cross_product_3d(along, x);
  for (Side &side : sides)
    side.angle = std::atan2(across(side) * y, across(side) * x);
  std::sort(sides.begin(), sides.end(),
            [](const Side &a, const Side &b) { return a.angle < b.angle; });
  // Of two that lie on each other, the one that ends a body comes before the one that begins one.
  constexpr double same = 1e-5;
  const std::size_t n = sides.size();
  for (std::size_t i = 0; i < n; ++i) {
    Side &one = sides[i], &next = sides[(i + 1) % n];
    const double apart = std::remainder(next.angle - one.angle, 2 * M_PI);
    if (std::abs(apart) < same && !one.forward && next.forward)
      std::swap(one, next);
  }
}

/** Corners that share a vertex, joined one by one. */
class Corners {
public:
  explicit Corners(std::size_t n) : parent_(n) { std::iota(parent_.begin(), parent_.end(), 0u); }

  std::size_t first(std::size_t corner) {
    while (parent_[corner] != corner)
      corner = parent_[corner] = parent_[parent_[corner]];
    return corner;
  }

  void join(const Side &one, const Side &other) {
    for (int end : {0, 1})
      parent_[first(one.ends[end])] = first(other.ends[end]);
  }

private:
  std::vector<std::size_t> parent_;
};

/**
 * Joins each two triangles with solid between them: one that runs backward, whose solid follows it
 * around the edge, and the next, which runs forward. False where that is not so all around.
 */
bool join_bodies(const std::vector<Side> &sides, Corners &corners) {
  const std::size_t n = sides.size();
  for (std::size_t i = 0; i < n; ++i)
    if (sides[i].forward == sides[(i + 1) % n].forward)
      return false;
  for (std::size_t i = 0; i < n; ++i)
    if (!sides[i].forward)
      corners.join(sides[i], sides[(i + 1) % n]);
  return true;
}

} // namespace

void part_at_edges(TriangleMesh &mesh) {
  Edges edges = sides_of(mesh);
  Corners corners(3 * mesh.triangles.size());
  std::vector<bool> parts(mesh.vertices.size(), false);
  bool any = false;
  for (auto &[ends, sides] : edges) {
    bool parted = false;
    if (sides.size() > 2) {
      sort_around(sides, mesh, mesh.vertex(ends.first), mesh.vertex(ends.second));
      parted = join_bodies(sides, corners);
    }
    for (std::size_t i = 1; !parted && i < sides.size(); ++i)
      corners.join(sides[0], sides[i]);
    if (parted)
      any = parts[ends.first] = parts[ends.second] = true;
  }
  if (!any)
    return;
  std::map<std::size_t, unsigned int> vertex_of; // by the first of the corners that share it
  std::vector<bool> taken(mesh.vertices.size(), false);
  for (std::size_t corner = 0; corner < 3 * mesh.triangles.size(); ++corner) {
    unsigned int &v = mesh.triangles[corner / 3][corner % 3];
    if (!parts[v])
      continue;
    const auto [entry, is_new] = vertex_of.emplace(corners.first(corner), v);
    if (is_new && taken[v]) {
      entry->second = mesh.vertices.size();
      mesh.vertices.push_back(mesh.vertices[v]);
    }
    taken[v] = true;
    v = entry->second;
  }
}

} // namespace lacuna::geometry
