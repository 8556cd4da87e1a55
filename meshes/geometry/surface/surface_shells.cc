// SPDX-License-Identifier: LGPL-2.1-or-later
#include <meshes/geometry/surface/surface_fault.h>
#include <meshes/geometry/surface/surface_shells.h>

#include <algorithm>
#include <unordered_map>

namespace lacuna::geometry {

namespace {

using Triangle = TriangleMesh::Triangle;

/** Whether the triangle runs from a to b. */
bool runs(const Triangle &t, unsigned int a, unsigned int b) {
  return (t[0] == a && t[1] == b) || (t[1] == a && t[2] == b) || (t[2] == a && t[0] == b);
}

/** Turns what is reached from the first triangle as that one is turned, and lists it. */
Shell shell_turned_as(unsigned int first, TriangleMesh &mesh, const Neighbors &beyond,
                      std::vector<bool> &reached, std::vector<bool> &turned) {
  Shell shell = {first};
  reached[first] = true;
  for (std::size_t i = 0; i < shell.size(); ++i) {
    const unsigned int t = shell[i];
    for (const unsigned int other : beyond[t]) {
      if (other == no_triangle)
        continue;
      const auto &[a, b, c] = mesh.triangles[t];
      Triangle &next = mesh.triangles[other];
      const bool against = runs(next, a, b) || runs(next, b, c) || runs(next, c, a);
      if (reached[other] && against)
        throw SurfaceFault("a one-sided surface at " + text(mesh.vertex(a)),
                           "a surface with an inside and an outside");
      if (!reached[other]) {
        reached[other] = true;
        if (against) {
          turn(next);
          turned[other] = true;
        }
        shell.push_back(other);
      }
    }
  }
  return shell;
}

std::vector<Shell> turned_shells(TriangleMesh &mesh, std::vector<bool> &turned) {
  const Neighbors beyond = neighbors(mesh);
  std::vector<bool> reached(mesh.triangles.size(), false);
  std::vector<Shell> shells;
  for (unsigned int t = 0; t < mesh.triangles.size(); ++t)
    if (!reached[t])
      shells.push_back(shell_turned_as(t, mesh, beyond, reached, turned));
  return shells;
}

} // namespace

void turn(Triangle &triangle) {
  std::swap(triangle[1], triangle[2]);
}

TriangleMesh part(const TriangleMesh &mesh, const Shell &shell) {
  TriangleMesh result;
  std::unordered_map<unsigned int, unsigned int> index;
  for (const unsigned int t : shell) {
    result.triangles.emplace_back();
    for (unsigned int i = 0; i < 3; ++i) {
      const unsigned int v = mesh.triangles[t][i];
      const auto [entry, is_new] = index.emplace(v, result.vertices.size());
      if (is_new)
        result.vertices.push_back(mesh.vertices[v]);
      result.triangles.back()[i] = entry->second;
    }
  }
  return result;
}

void append(TriangleMesh &mesh, const TriangleMesh &other) {
  const auto first = static_cast<unsigned int>(mesh.vertices.size());
  mesh.vertices.insert(mesh.vertices.end(), other.vertices.begin(), other.vertices.end());
  for (const auto &[a, b, c] : other.triangles)
    mesh.triangles.push_back({first + a, first + b, first + c});
}

std::vector<Shell> shells(const TriangleMesh &mesh) {
  TriangleMesh copy = mesh; // of which nothing needs turning
  std::vector<bool> none(mesh.triangles.size(), false);
  return turned_shells(copy, none);
}

void turn_alike(TriangleMesh &mesh, const Note &note) {
  std::vector<bool> turned(mesh.triangles.size(), false);
  std::size_t n_turned = 0;
  for (const Shell &shell : turned_shells(mesh, turned)) {
    const std::size_t n =
        std::count_if(shell.begin(), shell.end(), [&](unsigned int t) { return turned[t]; });
    n_turned += std::min(n, shell.size() - n);
    if (2 * n > shell.size())
      for (const unsigned int t : shell)
        turn(mesh.triangles[t]);
  }
  if (n_turned > 0)
    note("turned " + counted(n_turned, "triangle") + " that disagreed with their neighbours");
}

} // namespace lacuna::geometry
