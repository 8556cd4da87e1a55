// SPDX-License-Identifier: LGPL-2.1-or-later
#include <meshes/geometry/surface/surface_bodies.h>
#include <meshes/geometry/surface/surface_crossing.h>
#include <meshes/geometry/surface/surface_fault.h>
#include <meshes/geometry/surface/surface_shells.h>
#include <meshes/geometry/surface/touching_bodies.h>

#include <algorithm>
#include <cmath>

namespace lacuna::geometry {

namespace {

/** Whether two bodies are one: they would be counted twice. */
bool coincide(const TriangleMesh &one, const TriangleMesh &other, double tolerance) {
  const auto box = bounds(one), other_box = bounds(other);
  return (box[0] - other_box[0]).norm() <= tolerance &&
         (box[1] - other_box[1]).norm() <= tolerance &&
         std::abs(volume(one) - volume(other)) <= tolerance * area(one);
}

/**
 * Whether two bodies, outside each other, touch in points, along edges or over parts of their
 * faces: grown by a little they cross, shrunk they come apart. Bodies that overlap do not, not even
 * where their faces lie in common planes, since one shrinks more than the other.
 */
bool touch(const TriangleMesh &one, const TriangleMesh &other, double tolerance) {
  if (coincide(one, other, tolerance))
    throw SurfaceFault("a body that stands twice, at " + text(bounds(one)[0]),
                       "bodies side by side");
  const double way = 4 * tolerance; // a face at a corner moves by a third of it or more
  if (crossings(one, way, other, way, tolerance).n_pairs == 0)
    return false;
  for (const auto &[a, b] : {std::pair{-way, -3 * way}, {-3 * way, -way}})
    if (const Crossings found = crossings(one, a, other, b, tolerance); found.n_pairs > 0)
      refuse_crossings(found);
  return true;
}

} // namespace

std::vector<TriangleMesh> without_contact(const TriangleMesh &mesh, double tolerance,
                                          const Note &note) {
  const std::vector<TriangleMesh> all = bodies(mesh, tolerance);
  std::vector<MeshBox> boxes; // of most bodies of many, all that is looked at
  for (const TriangleMesh &body : all)
    boxes.push_back(bounds(body));
  std::vector<std::vector<std::size_t>> members; // of each part, touching none of the others in it
  std::size_t n_contacts = 0;
  for (std::size_t i = 0; i < all.size(); ++i) {
    std::vector<bool> is_free(members.size(), true);
    for (std::size_t part = 0; part < members.size(); ++part)
      for (const std::size_t other : members[part])
        if (meet(boxes[i], boxes[other], 10 * tolerance) && touch(all[i], all[other], tolerance)) {
          ++n_contacts;
          is_free[part] = false;
        }
    const std::size_t place = std::find(is_free.begin(), is_free.end(), true) - is_free.begin();
    members.resize(std::max(members.size(), place + 1));
    members[place].push_back(i);
  }
  if (n_contacts > 0)
    note(counted(n_contacts, "contact") + " of bodies, which are one there");
  std::vector<TriangleMesh> parts(members.size());
  for (std::size_t part = 0; part < members.size(); ++part)
    for (const std::size_t i : members[part])
      append(parts[part], all[i]);
  return parts;
}

TouchingBodies::TouchingBodies(const TriangleMesh &mesh, std::vector<TriangleMesh> parts,
                               double unit, const Vector &shift, double width)
    : SurfaceShape(mesh, unit, shift), width_(width) {
  for (TriangleMesh &part : parts) {
    const auto shape = std::make_shared<SurfaceShape>(std::move(part), unit, shift);
    shape->know_bounds();
    parts_.push_back(shape);
  }
}

double TouchingBodies::distance(const Point &x) const {
  double result = parts_.front()->distance(x);
  for (std::size_t i = 1; i < parts_.size(); ++i)
    if (parts_[i]->bounds(x).low < result)
      result = std::min(result, parts_[i]->distance(x));
  return result - width_;
}

Bounds TouchingBodies::bounds(const Point &x) const {
  Bounds result{Bounds().high, Bounds().high};
  for (const ShapePtr &part : parts_) {
    const Bounds known = part->bounds(x);
    result = {std::min(result.low, known.low), std::min(result.high, known.high)};
  }
  return {result.low - width_, result.high - width_};
}

} // namespace lacuna::geometry
