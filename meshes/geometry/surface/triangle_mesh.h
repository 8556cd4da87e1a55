// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <deal.II/base/tensor.h>

#include <array>
#include <vector>

namespace lacuna::geometry {

using Vector = dealii::Tensor<1, 3>;

/**
 * Triangles that share vertices, in the unit of the file they come from. Single precision is what
 * the file formats have: no vertex moves, and neighbours still meet in the same numbers.
 */
struct TriangleMesh {
  using Triangle = std::array<unsigned int, 3>;

  std::vector<std::array<float, 3>> vertices;
  std::vector<Triangle> triangles; ///< counter-clockwise seen from outside

  Vector vertex(unsigned int index) const {
    return Vector({vertices[index][0], vertices[index][1], vertices[index][2]});
  }

  std::array<Vector, 3> corners(unsigned int triangle) const {
    const auto &[a, b, c] = triangles[triangle];
    return {vertex(a), vertex(b), vertex(c)};
  }
};

/** For each side i, from corner i to the next, the triangle beyond it; no_triangle where it is
 * open. */
using Neighbors = std::vector<std::array<unsigned int, 3>>;
inline constexpr unsigned int no_triangle = -1;

/** Enclosed volume and area, in the units of the mesh; the volume is negative inside out. */
double volume(const TriangleMesh &mesh);
double area(const TriangleMesh &mesh);

/** Lower and upper corner of the box around the vertices in use. */
std::array<Vector, 2> bounds(const TriangleMesh &mesh);

/**
 * Which triangles meet at which sides.
 *
 * @throws SurfaceFault at an edge of more than two triangles.
 */
Neighbors neighbors(const TriangleMesh &mesh);

} // namespace lacuna::geometry
