// SPDX-License-Identifier: LGPL-2.1-or-later
#include <meshes/geometry/surface/polygon.h>

namespace lacuna::geometry {

namespace {

/** By Newell's sum over the sides, of twice the polygon's area. */
Vector normal(const TriangleMesh &mesh, const std::vector<unsigned int> &corners) {
  const Vector origin = mesh.vertex(corners[0]); // against cancellation
  Vector sum;
  for (std::size_t i = 0; i < corners.size(); ++i)
    sum += dealii::cross_product_3d(mesh.vertex(corners[i]) - origin,
                                    mesh.vertex(corners[(i + 1) % corners.size()]) - origin);
  return sum;
}

/** Twice the area of (a, b, c) seen along the normal; negative where it turns the other way. */
double turn(const Vector &a, const Vector &b, const Vector &c, const Vector &normal) {
  return dealii::cross_product_3d(b - a, c - b) * normal;
}

/** Whether the triangle of corner i and its neighbours lies in the polygon, free of other corners.
 */
bool is_ear(const TriangleMesh &mesh, const std::vector<unsigned int> &corners, std::size_t i,
            const Vector &normal) {
  const std::size_t n = corners.size();
  const unsigned int before = corners[(i + n - 1) % n], after = corners[(i + 1) % n];
  const Vector a = mesh.vertex(before), b = mesh.vertex(corners[i]), c = mesh.vertex(after);
  if (!(turn(a, b, c, normal) > 0))
    return false;
  for (const unsigned int other : corners) {
    const Vector x = mesh.vertex(other);
    const bool is_corner = x == a || x == b || x == c;
    if (!is_corner && turn(a, b, x, normal) >= 0 && turn(b, c, x, normal) >= 0 &&
        turn(c, a, x, normal) >= 0)
      return false;
  }
  return true;
}

} // namespace

// One ear after the other is cut off (Meisters 1975, 10.2307/2319703). A polygon that crosses
// itself may have none; what is cut off then is left to be judged with the whole surface.
void add_polygon(TriangleMesh &mesh, std::vector<unsigned int> corners) {
  const Vector n = corners.size() > 3 ? normal(mesh, corners) : Vector();
  for (std::size_t i = 0; corners.size() > 3;) {
    for (std::size_t tried = 0; tried < corners.size() && !is_ear(mesh, corners, i, n); ++tried)
      i = (i + 1) % corners.size();
    const std::size_t size = corners.size();
    mesh.triangles.push_back({corners[(i + size - 1) % size], corners[i], corners[(i + 1) % size]});
    corners.erase(corners.begin() + static_cast<long>(i));
    i %= corners.size();
  }
  if (corners.size() == 3)
    mesh.triangles.push_back({corners[0], corners[1], corners[2]});
}

} // namespace lacuna::geometry
