// SPDX-License-Identifier: LGPL-2.1-or-later
#include <meshes/geometry/surface/surface_crossing.h>
#include <meshes/geometry/surface/surface_fault.h>
#include <meshes/geometry/surface/surface_shells.h>
#include <meshes/geometry/surface/triangle_tree.h>

#include <algorithm>
#include <cmath>

namespace lacuna::geometry {

namespace {

using Corners = std::array<Vector, 3>;

/** Beyond which they are not counted: of a surface in a tangle most triangles cross most others. */
constexpr std::size_t most_pairs = 1000;

double triple_product(const Vector &a, const Vector &b, const Vector &c) {
  return a * dealii::cross_product_3d(b, c);
}

/** +1 or −1 on the sides of the triangle's plane, 0 within the tolerance of it. */
std::array<int, 3> sides(const Corners &triangle, const Corners &points, double tolerance) {
  const Vector normal =
      dealii::cross_product_3d(triangle[1] - triangle[0], triangle[2] - triangle[0]);
  const double limit = tolerance * normal.norm();
  std::array<int, 3> result{};
  for (unsigned int i = 0; i < 3; ++i) {
    const double height = normal * (points[i] - triangle[0]);
    result[i] = height > limit ? 1 : height < -limit ? -1 : 0;
  }
  return result;
}

/** Whether the line through p and q meets the triangle, its sides included. */
bool line_meets(const Corners &triangle, const Vector &p, const Vector &q) {
  const Vector along = q - p, a = triangle[0] - p, b = triangle[1] - p, c = triangle[2] - p;
  const double ab = triple_product(along, a, b), bc = triple_product(along, b, c),
               ca = triple_product(along, c, a);
  return (ab >= 0 && bc >= 0 && ca >= 0) || (ab <= 0 && bc <= 0 && ca <= 0);
}

/** Whether a side of one triangle passes through the other; the flagged points belong to both. */
bool pierces(const Corners &points, const std::array<bool, 3> &shared, const Corners &triangle,
             double tolerance) {
  const auto side = sides(triangle, points, tolerance);
  for (unsigned int i = 0; i < 3; ++i) {
    const unsigned int j = (i + 1) % 3;
    if (!shared[i] && !shared[j] && side[i] * side[j] < 0 &&
        line_meets(triangle, points[i], points[j]))
      return true;
  }
  return false;
}

bool cross(const TriangleMesh &mesh, unsigned int t, unsigned int u, double tolerance) {
  std::array<bool, 3> shared_t{}, shared_u{};
  unsigned int n_shared = 0;
  for (unsigned int i = 0; i < 3; ++i)
    for (unsigned int j = 0; j < 3; ++j)
      if (mesh.triangles[t][i] == mesh.triangles[u][j]) {
        shared_t[i] = shared_u[j] = true;
        ++n_shared;
      }
  if (n_shared > 1) // neighbours: they can only fold, not cross
    return false;
  const Corners x = mesh.corners(t), y = mesh.corners(u);
  return pierces(x, shared_t, y, tolerance) || pierces(y, shared_u, x, tolerance);
}

/** Of the pairs that `counts` chooses; the tree is of the mesh. */
template <typename Counts>
Crossings chosen_crossings(const TriangleTree &tree, const TriangleMesh &mesh, double tolerance,
                           const Counts &counts) {
  Crossings result;
  for (unsigned int t = 0; t < mesh.triangles.size() && result.n_pairs < most_pairs; ++t)
    tree.visit_near(t, [&](unsigned int u) {
      if (!counts(t, u) || !cross(mesh, t, u, tolerance) || result.n_pairs++ > 0)
        return;
      const auto [a, b, c] = mesh.corners(t);
      result.first = (a + b + c) / 3;
    });
  return result;
}

/** Sums of the normals of the triangles around each vertex, of length one. */
std::vector<Vector> vertex_normals(const TriangleMesh &mesh) {
  std::vector<Vector> result(mesh.vertices.size());
  for (unsigned int t = 0; t < mesh.triangles.size(); ++t) {
    const auto [a, b, c] = mesh.corners(t);
    const Vector normal = dealii::cross_product_3d(b - a, c - a);
    for (const unsigned int v : mesh.triangles[t])
      result[v] += normal / std::max(normal.norm(), 1e-300);
  }
  for (Vector &normal : result)
    normal /= std::max(normal.norm(), 1e-300);
  return result;
}

/** The triangles of a surface near a box, with its normals. */
class Part {
public:
  Part(const TriangleMesh &mesh, const MeshBox &box, double margin)
      : vertices_(mesh.vertices), normals_(vertex_normals(mesh)) {
    for (unsigned int t = 0; t < mesh.triangles.size(); ++t) {
      MeshBox of_triangle = {mesh.corners(t)[0], mesh.corners(t)[0]};
      for (const Vector &x : mesh.corners(t))
        for (unsigned int d = 0; d < 3; ++d) {
          of_triangle[0][d] = std::min(of_triangle[0][d], x[d]);
          of_triangle[1][d] = std::max(of_triangle[1][d], x[d]);
        }
      if (meet(of_triangle, box, margin))
        triangles_.push_back(mesh.triangles[t]);
    }
  }

  bool empty() const { return triangles_.empty(); }

  /** Adds the triangles, moved along the normals. */
  void append(TriangleMesh &mesh, double way) const {
    const unsigned int first = mesh.vertices.size();
    for (std::size_t v = 0; v < vertices_.size(); ++v) {
      mesh.vertices.push_back(vertices_[v]);
      for (unsigned int d = 0; d < 3; ++d)
        mesh.vertices.back()[d] += static_cast<float>(way * normals_[v][d]);
    }
    for (const auto &[a, b, c] : triangles_)
      mesh.triangles.push_back({first + a, first + b, first + c});
  }

private:
  std::vector<std::array<float, 3>> vertices_;
  std::vector<Vector> normals_;
  std::vector<TriangleMesh::Triangle> triangles_;
};

} // namespace

bool meet(const MeshBox &one, const MeshBox &other, double margin) {
  for (unsigned int d = 0; d < 3; ++d)
    if (one[0][d] > other[1][d] + margin || other[0][d] > one[1][d] + margin)
      return false;
  return true;
}

void refuse_crossings(const Crossings &found) {
  throw SurfaceFault((found.n_pairs < most_pairs ? "" : "at least ") +
                         counted(found.n_pairs, "pair") + " of crossing triangles, the first at " +
                         text(found.first),
                     "a surface that does not cross itself");
}

void check_crossings(TriangleMesh &mesh, double tolerance) {
  const TriangleTree tree(mesh);
  std::vector<unsigned int> shell_of(mesh.triangles.size());
  unsigned int n_shells = 0;
  for (const Shell &shell : shells(mesh)) {
    for (const unsigned int t : shell)
      shell_of[t] = n_shells;
    ++n_shells;
  }
  const auto found = chosen_crossings(tree, mesh, tolerance, [&](unsigned int t, unsigned int u) {
    return shell_of[t] == shell_of[u];
  });
  if (found.n_pairs > 0)
    refuse_crossings(found);
}

Crossings crossings(const TriangleMesh &one, double way, const TriangleMesh &other,
                    double other_way, double tolerance) {
  const double margin = std::abs(way) + std::abs(other_way) + tolerance;
  const MeshBox box = bounds(one), other_box = bounds(other);
  if (!meet(box, other_box, margin))
    return {};
  const Part part(one, other_box, margin), other_part(other, box, margin);
  if (part.empty() || other_part.empty())
    return {};
  TriangleMesh both;
  part.append(both, way);
  other_part.append(both, other_way);
  const TriangleTree tree(both);
  const unsigned int n = one.vertices.size();
  return chosen_crossings(tree, both, tolerance, [&](unsigned int t, unsigned int u) {
    return (both.triangles[t][0] < n) != (both.triangles[u][0] < n);
  });
}

} // namespace lacuna::geometry
