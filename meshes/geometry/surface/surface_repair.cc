// SPDX-License-Identifier: LGPL-2.1-or-later
#include <meshes/geometry/surface/surface_bodies.h>
#include <meshes/geometry/surface/surface_crossing.h>
#include <meshes/geometry/surface/surface_edges.h>
#include <meshes/geometry/surface/surface_fault.h>
#include <meshes/geometry/surface/surface_repair.h>
#include <meshes/geometry/surface/surface_shells.h>
#include <meshes/geometry/surface/surface_slivers.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <unordered_map>

namespace lacuna::geometry {

namespace {

using Triangle = TriangleMesh::Triangle;

/** For each vertex the first one within the tolerance, found in the cells of a grid. */
std::vector<unsigned int> first_at_same_place(const TriangleMesh &mesh, double tolerance) {
  const double cell = 8 * tolerance;
  const auto key = [](const std::array<long, 3> &i) { // unsigned: of corners that no triangle uses
    const auto of = [&i](unsigned int d) { return static_cast<std::size_t>(i[d]); };
    return of(0) * 73856093u ^ of(1) * 19349663u ^ of(2) * 83492791u;
  };
  std::unordered_multimap<std::size_t, unsigned int> kept;
  std::vector<unsigned int> result(mesh.vertices.size());
  for (unsigned int v = 0; v < result.size(); ++v) {
    const Vector x = mesh.vertex(v);
    std::array<long, 3> low, high, i;
    for (unsigned int d = 0; d < 3; ++d) {
      low[d] = std::lround(std::floor((x[d] - tolerance) / cell));
      high[d] = std::lround(std::floor((x[d] + tolerance) / cell));
    }
    result[v] = v;
    for (i[0] = low[0]; i[0] <= high[0]; ++i[0])
      for (i[1] = low[1]; i[1] <= high[1]; ++i[1])
        for (i[2] = low[2]; i[2] <= high[2]; ++i[2]) {
          const auto [begin, end] = kept.equal_range(key(i));
          for (auto other = begin; other != end; ++other)
            if ((mesh.vertex(other->second) - x).norm() <= tolerance)
              result[v] = std::min(result[v], other->second);
        }
    if (result[v] == v) {
      for (unsigned int d = 0; d < 3; ++d)
        i[d] = std::lround(std::floor(x[d] / cell));
      kept.emplace(key(i), v);
    }
  }
  return result;
}

void merge_vertices(TriangleMesh &mesh, double tolerance, const Note &note) {
  const auto first = first_at_same_place(mesh, tolerance);
  std::size_t n_moved = 0;
  for (unsigned int v = 0; v < first.size(); ++v)
    n_moved += mesh.vertices[v] != mesh.vertices[first[v]];
  std::vector<Triangle> kept;
  for (Triangle t : mesh.triangles) {
    for (unsigned int &v : t)
      v = first[v];
    if (t[0] != t[1] && t[1] != t[2] && t[2] != t[0])
      kept.push_back(t);
  }
  if (n_moved > 0)
    note(fmt::format("merged {} within {:.3g} of another", counted(n_moved, "corner"), tolerance));
  if (kept.size() < mesh.triangles.size())
    note("left out " + counted(mesh.triangles.size() - kept.size(), "triangle") + " without area");
  mesh.triangles = kept;
}

/** Of triangles with the same corners one stays, or none where as many turn one way as the other.
 */
void drop_duplicates(TriangleMesh &mesh, const Note &note) {
  const std::size_t n_before = mesh.triangles.size();
  for (Triangle &t : mesh.triangles) // the smallest corner first: a cyclic turn is no difference
    std::rotate(t.begin(), std::min_element(t.begin(), t.end()), t.end());
  const auto corners = [](Triangle t) {
    std::sort(t.begin(), t.end());
    return t;
  };
  std::sort(mesh.triangles.begin(), mesh.triangles.end(),
            [&](const Triangle &a, const Triangle &b) {
              return std::make_pair(corners(a), a) < std::make_pair(corners(b), b);
            });
  std::vector<Triangle> kept;
  for (std::size_t begin = 0, end; begin < n_before; begin = end) {
    for (end = begin;
         end < n_before && corners(mesh.triangles[end]) == corners(mesh.triangles[begin]);)
      ++end;
    const auto first = mesh.triangles.begin() + begin, last = mesh.triangles.begin() + end;
    if (2 * std::count(first, last, *first) != last - first)
      kept.push_back(*first);
  }
  if (kept.size() < n_before)
    note("left out " + counted(n_before - kept.size(), "triangle") + " that stood twice");
  mesh.triangles = kept;
}

/** Closed paths along the open sides, in the direction of the triangles that would fill them. */
std::vector<std::vector<unsigned int>> holes(const TriangleMesh &mesh, const Neighbors &beyond) {
  std::multimap<unsigned int, unsigned int> next;
  for (unsigned int t = 0; t < mesh.triangles.size(); ++t)
    for (unsigned int i = 0; i < 3; ++i)
      if (beyond[t][i] == no_triangle)
        next.emplace(mesh.triangles[t][(i + 1) % 3], mesh.triangles[t][i]);
  std::vector<std::vector<unsigned int>> result;
  while (!next.empty()) {
    result.emplace_back();
    for (auto step = next.begin(); step != next.end();) {
      const unsigned int to = step->second;
      result.back().push_back(step->first);
      next.erase(step);
      step = next.find(to);
    }
  }
  return result;
}

void fill(TriangleMesh &mesh, const std::vector<unsigned int> &hole) {
  if (hole.size() == 3) {
    mesh.triangles.push_back({hole[0], hole[1], hole[2]});
    return;
  }
  Vector center;
  for (const unsigned int v : hole)
    center += 1. / hole.size() * mesh.vertex(v);
  const unsigned int c = mesh.vertices.size();
  mesh.vertices.push_back({float(center[0]), float(center[1]), float(center[2])});
  for (std::size_t i = 0; i < hole.size(); ++i)
    mesh.triangles.push_back({hole[i], hole[(i + 1) % hole.size()], c});
}

/** Diagonal of the box around the vertices. */
double width(const TriangleMesh &mesh, const std::vector<unsigned int> &hole) {
  Vector low = mesh.vertex(hole[0]), high = low;
  for (const unsigned int v : hole)
    for (unsigned int d = 0; d < 3; ++d) {
      low[d] = std::min<double>(low[d], mesh.vertices[v][d]);
      high[d] = std::max<double>(high[d], mesh.vertices[v][d]);
    }
  return (high - low).norm();
}

void fill_holes(TriangleMesh &mesh, double largest, const Note &note) {
  const auto found = holes(mesh, neighbors(mesh));
  std::size_t n_open = 0;
  std::string first;
  for (const auto &hole : found)
    if (width(mesh, hole) <= largest && hole.size() > 2)
      fill(mesh, hole);
    else {
      if (n_open == 0)
        first = text(mesh.vertex(hole[1])) + " to " + text(mesh.vertex(hole[0]));
      n_open += hole.size();
    }
  if (n_open > 0)
    throw SurfaceFault(counted(n_open, "open edge") + ", the first from " + first,
                       fmt::format("a closed surface, or holes no wider than {:.3g}", largest));
  if (!found.empty())
    note("filled " + counted(found.size(), "hole"));
}

} // namespace

TriangleMesh repaired(TriangleMesh mesh, double tolerance, double largest_hole, const Note &note) {
  merge_vertices(mesh, tolerance, note);
  drop_duplicates(mesh, note);
  if (mesh.triangles.empty())
    throw SurfaceFault("no triangle with an area", "a closed surface");
  part_at_edges(mesh);
  turn_alike(mesh, note);
  fill_holes(mesh, largest_hole, note);
  turn_slivers(mesh, tolerance, note);
  if (std::abs(volume(mesh)) <= tolerance * area(mesh))
    throw SurfaceFault("a surface without volume", "the surface of a body");
  check_crossings(mesh, tolerance);
  turn_outwards(mesh, tolerance, note);
  return mesh;
}

} // namespace lacuna::geometry
