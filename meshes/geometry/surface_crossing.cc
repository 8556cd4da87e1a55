// SPDX-License-Identifier: LGPL-2.1-or-later
#include <meshes/geometry/surface_crossing.h>
#include <meshes/geometry/surface_fault.h>
#include <meshes/geometry/triangle_tree.h>

#include <cmath>

namespace lacuna::geometry {

namespace {

using Corners = std::array<Vector, 3>;

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

} // namespace

void check_crossings(TriangleMesh &mesh, double tolerance) {
  const TriangleTree tree(mesh);
  std::size_t n_crossings = 0;
  unsigned int first = 0;
  for (unsigned int t = 0; t < mesh.triangles.size(); ++t)
    tree.visit_near(t, [&](unsigned int u) {
      if (cross(mesh, t, u, tolerance) && n_crossings++ == 0)
        first = t;
    });
  if (n_crossings == 0)
    return;
  const auto [a, b, c] = mesh.corners(first);
  throw SurfaceFault(counted(n_crossings, "pair") + " of crossing triangles, the first at " +
                         text((a + b + c) / 3),
                     "a surface that does not cross itself");
}

} // namespace lacuna::geometry
