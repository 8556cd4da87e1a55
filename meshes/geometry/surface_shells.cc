// SPDX-License-Identifier: LGPL-2.1-or-later
#include <meshes/geometry/surface_crossing.h>
#include <meshes/geometry/surface_fault.h>
#include <meshes/geometry/surface_shape.h>
#include <meshes/geometry/surface_shells.h>

#include <algorithm>
#include <memory>
#include <unordered_map>

namespace lacuna::geometry {

namespace {

using Triangle = TriangleMesh::Triangle;

void turn(Triangle &triangle) {
  std::swap(triangle[1], triangle[2]);
}

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

/** The shell alone, with the vertices it uses. */
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

bool contains(const std::array<Vector, 2> &outer, const std::array<Vector, 2> &inner) {
  for (unsigned int d = 0; d < 3; ++d)
    if (inner[0][d] < outer[0][d] || inner[1][d] > outer[1][d])
      return false;
  return true;
}

/** A shell by itself, turned outwards. */
struct Body {
  TriangleMesh mesh;
  bool inside_out;
  std::array<Vector, 2> box;
  std::unique_ptr<SurfaceShape> shape; ///< made when it is asked for

  Body(TriangleMesh shell)
      : mesh(std::move(shell)), inside_out(volume(mesh) < 0), box(bounds(mesh)) {
    if (inside_out)
      std::for_each(mesh.triangles.begin(), mesh.triangles.end(), turn);
  }

  /** By the first vertex of the other that is off the surface. */
  bool encloses(const Body &other, double tolerance) {
    if (!contains(box, other.box))
      return false;
    if (!shape)
      shape = std::make_unique<SurfaceShape>(mesh, 1.);
    for (unsigned int v = 0; v < other.mesh.vertices.size(); ++v)
      if (const double phi = shape->distance(Point(other.mesh.vertex(v)));
          std::abs(phi) > tolerance)
        return phi < 0;
    return false;
  }
};

} // namespace

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

void turn_outwards(TriangleMesh &mesh, double tolerance, const Note &note) {
  std::vector<bool> none(mesh.triangles.size(), false);
  const auto shells = turned_shells(mesh, none);
  if (shells.size() == 1) {
    if (volume(mesh) < 0) {
      std::for_each(mesh.triangles.begin(), mesh.triangles.end(), turn);
      note("turned 1 shell that had inside and outside exchanged");
    }
    return;
  }
  std::vector<Body> bodies;
  for (const Shell &shell : shells)
    bodies.emplace_back(part(mesh, shell));

  std::size_t n_cavities = 0, n_turned = 0;
  for (std::size_t i = 0; i < shells.size(); ++i) {
    unsigned int depth = 0;
    for (std::size_t j = 0; j < shells.size(); ++j)
      depth += j != i && bodies[j].encloses(bodies[i], tolerance);
    const bool cavity = depth % 2 == 1;
    n_cavities += cavity;
    if (cavity != bodies[i].inside_out) {
      ++n_turned;
      for (const unsigned int t : shells[i])
        turn(mesh.triangles[t]);
    }
  }
  note(fmt::format("{} shells, {} of them around cavities", shells.size(), n_cavities));
  if (n_turned > 0)
    note("turned " + counted(n_turned, "shell") + " that had inside and outside exchanged");
}

std::vector<TriangleMesh> bodies(const TriangleMesh &mesh, double tolerance) {
  std::vector<Body> outer;
  std::vector<TriangleMesh> result, cavities;
  for (const Shell &shell : shells(mesh)) {
    TriangleMesh one = part(mesh, shell);
    if (volume(one) < 0)
      cavities.push_back(std::move(one));
    else {
      outer.emplace_back(one);
      result.push_back(std::move(one));
    }
  }
  for (const TriangleMesh &cavity : cavities) {
    const Body body(cavity);
    std::size_t around = outer.size(); // the least of those that enclose it
    for (std::size_t i = 0; i < outer.size(); ++i)
      if (outer[i].encloses(body, tolerance) &&
          (around == outer.size() || volume(outer[i].mesh) < volume(outer[around].mesh)))
        around = i;
    // Where the wall between them has a thickness, it is there still when it has lost a little.
    if (around == outer.size() ||
        crossings(outer[around].mesh, -4 * tolerance, body.mesh, 4 * tolerance, tolerance).n_pairs >
            0)
      throw SurfaceFault("a cavity that touches the outside at " + text(cavity.vertex(0)),
                         "walls of some thickness");
    append(result[around], cavity);
  }
  return result;
}

} // namespace lacuna::geometry
