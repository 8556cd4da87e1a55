// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <meshes/geometry/surface/triangle_mesh.h>

#include <fmt/format.h>

#include <cmath>
#include <functional>
#include <string>

namespace lacuna::geometry {

/** The closed surface x(u, v) over a grid of n × m parts that is periodic in both directions. */
inline TriangleMesh torus_like(unsigned int n, unsigned int m,
                               const std::function<Vector(double, double)> &x) {
  TriangleMesh mesh;
  for (unsigned int i = 0; i < n; ++i)
    for (unsigned int j = 0; j < m; ++j) {
      const Vector p = x(double(i) / n, double(j) / m);
      mesh.vertices.push_back({float(p[0]), float(p[1]), float(p[2])});
      const auto at = [&](unsigned int k, unsigned int l) { return k % n * m + l % m; };
      mesh.triangles.push_back({at(i, j), at(i + 1, j), at(i + 1, j + 1)});
      mesh.triangles.push_back({at(i, j), at(i + 1, j + 1), at(i, j + 1)});
    }
  return mesh;
}

/** A torus around z of radii R and r. */
inline TriangleMesh torus(double R, double r, unsigned int n, unsigned int m) {
  return torus_like(n, m, [=](double u, double v) {
    const double a = 2 * M_PI * u, b = 2 * M_PI * v;
    return Vector({(R + r * std::cos(b)) * std::cos(a), (R + r * std::cos(b)) * std::sin(a),
                   r * std::sin(b)});
  });
}

/** The cube [low, low + side]³ of twelve triangles. */
inline TriangleMesh cube(double side, const Vector &low = {}) {
  TriangleMesh mesh;
  for (unsigned int i = 0; i < 8; ++i)
    mesh.vertices.push_back({float(low[0] + side * (i & 1)), float(low[1] + side * (i >> 1 & 1)),
                             float(low[2] + side * (i >> 2))});
  mesh.triangles = {{0, 2, 3}, {0, 3, 1}, {4, 5, 7}, {4, 7, 6}, {0, 1, 5}, {0, 5, 4},
                    {2, 6, 7}, {2, 7, 3}, {0, 4, 6}, {0, 6, 2}, {1, 3, 7}, {1, 7, 5}};
  return mesh;
}

/** An octahedron whose triangles were quartered and projected onto the sphere again and again. */
inline TriangleMesh sphere(double radius, unsigned int refinements) {
  TriangleMesh mesh;
  std::vector<std::array<Vector, 3>> triangles;
  for (int octant = 0; octant < 8; ++octant) {
    const Vector x({octant & 1 ? -1. : 1., 0, 0}), y({0, octant & 2 ? -1. : 1., 0}),
        z({0, 0, octant & 4 ? -1. : 1.});
    const bool odd = (octant & 1) ^ (octant >> 1 & 1) ^ (octant >> 2);
    triangles.push_back(odd ? std::array<Vector, 3>{y, x, z} : std::array<Vector, 3>{x, y, z});
  }
  for (unsigned int n = 0; n < refinements; ++n) {
    std::vector<std::array<Vector, 3>> finer;
    for (const auto &[a, b, c] : triangles) {
      const Vector ab = (a + b) / (a + b).norm(), bc = (b + c) / (b + c).norm(),
                   ca = (c + a) / (c + a).norm();
      finer.insert(finer.end(), {{a, ab, ca}, {ab, b, bc}, {ca, bc, c}, {ab, bc, ca}});
    }
    triangles = finer;
  }
  for (const auto &triangle : triangles) {
    const unsigned int n = mesh.vertices.size();
    for (const Vector &x : triangle)
      mesh.vertices.push_back({float(radius * x[0]), float(radius * x[1]), float(radius * x[2])});
    mesh.triangles.push_back({n, n + 1, n + 2});
  }
  return mesh;
}

/** Both meshes side by side. */
inline TriangleMesh joined(TriangleMesh one, const TriangleMesh &other) {
  const unsigned int first = one.vertices.size();
  one.vertices.insert(one.vertices.end(), other.vertices.begin(), other.vertices.end());
  for (const auto &[a, b, c] : other.triangles)
    one.triangles.push_back({first + a, first + b, first + c});
  return one;
}

inline TriangleMesh inside_out(TriangleMesh mesh) {
  for (auto &triangle : mesh.triangles)
    std::swap(triangle[0], triangle[1]);
  return mesh;
}

inline std::string ascii_stl(const TriangleMesh &mesh) {
  std::string text = "solid test\n";
  for (const auto &triangle : mesh.triangles) {
    text += "facet normal 0 0 0\nouter loop\n";
    for (const unsigned int v : triangle)
      text += fmt::format("vertex {:.9g} {:.9g} {:.9g}\n", mesh.vertices[v][0], mesh.vertices[v][1],
                          mesh.vertices[v][2]);
    text += "endloop\nendfacet\n";
  }
  return text + "endsolid test\n";
}

inline std::string obj(const TriangleMesh &mesh) {
  std::string text;
  for (const auto &x : mesh.vertices)
    text += fmt::format("v {:.9g} {:.9g} {:.9g}\n", x[0], x[1], x[2]);
  for (const auto &[a, b, c] : mesh.triangles)
    text += fmt::format("f {} {} {}\n", a + 1, b + 1, c + 1);
  return text;
}

inline std::string ascii_ply(const TriangleMesh &mesh) {
  std::string text = fmt::format("ply\nformat ascii 1.0\nelement vertex {}\nproperty float x\n"
                                 "property float y\nproperty float z\nelement face {}\n"
                                 "property list uchar int vertex_indices\nend_header\n",
                                 mesh.vertices.size(), mesh.triangles.size());
  for (const auto &x : mesh.vertices)
    text += fmt::format("{:.9g} {:.9g} {:.9g}\n", x[0], x[1], x[2]);
  for (const auto &[a, b, c] : mesh.triangles)
    text += fmt::format("3 {} {} {}\n", a, b, c);
  return text;
}

} // namespace lacuna::geometry
