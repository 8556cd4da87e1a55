// SPDX-License-Identifier: LGPL-2.1-or-later
#include <meshes/geometry/surface/surface_bodies.h>
#include <meshes/geometry/surface/surface_crossing.h>
#include <meshes/geometry/surface/surface_fault.h>
#include <meshes/geometry/surface/surface_shape.h>
#include <meshes/geometry/surface/surface_shells.h>

#include <algorithm>
#include <memory>

namespace lacuna::geometry {

namespace {

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

void turn_outwards(TriangleMesh &mesh, double tolerance, const Note &note) {
  const auto found = shells(mesh);
  if (found.size() == 1) {
    if (volume(mesh) < 0) {
      std::for_each(mesh.triangles.begin(), mesh.triangles.end(), turn);
      note("turned 1 shell that had inside and outside exchanged");
    }
    return;
  }
  std::vector<Body> bodies;
  for (const Shell &shell : found)
    bodies.emplace_back(part(mesh, shell));

  std::size_t n_cavities = 0, n_turned = 0;
  for (std::size_t i = 0; i < found.size(); ++i) {
    unsigned int depth = 0;
    for (std::size_t j = 0; j < found.size(); ++j)
      depth += j != i && bodies[j].encloses(bodies[i], tolerance);
    const bool cavity = depth % 2 == 1;
    n_cavities += cavity;
    if (cavity != bodies[i].inside_out) {
      ++n_turned;
      for (const unsigned int t : found[i])
        turn(mesh.triangles[t]);
    }
  }
  note(fmt::format("{} shells, {} of them around cavities", found.size(), n_cavities));
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
