// SPDX-License-Identifier: LGPL-2.1-or-later
//
// STL, OBJ and PLY, by the first byte: what read_surface() does but for the grid of distances, on
// which nearly all of its time goes.
#include <meshes/geometry/files/plausible_size.h>
#include <meshes/geometry/surface/surface_fault.h>
#include <meshes/geometry/surface/surface_file.h>
#include <meshes/geometry/surface/surface_repair.h>
#include <meshes/geometry/surface/touching_bodies.h>
#include <tests/fuzz/input.h>

namespace {

using namespace lacuna;

constexpr double unit = 1e-3, merging_distance = 1e-6, largest_hole = 0.01;

void read(const std::string &path) {
  const auto silent = [](const std::string &) {};
  geometry::TriangleMesh mesh = geometry::read_triangles(path);
  const auto [lower, upper] = geometry::bounds(mesh);
  geometry::require_plausible_size(
      path, dealii::BoundingBox<3>({geometry::Point(unit * lower), geometry::Point(unit * upper)}),
      "File unit");
  const double diagonal = (upper - lower).norm(), tolerance = merging_distance * diagonal;
  try {
    mesh = geometry::repaired(std::move(mesh), tolerance, largest_hole * diagonal, silent);
    geometry::without_contact(mesh, tolerance, silent);
  } catch (const geometry::SurfaceFault &fault) {
    params::refuse_file(path, fault.what(), fault.expected);
  }
  const geometry::SurfaceShape shape(std::move(mesh), unit, geometry::Vector());
  if (!std::isfinite(shape.distance(geometry::Point(1e-4, 2e-4, 3e-4))))
    fuzz::report("a distance that is no number");
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size) {
  const char *endings[] = {".stl", ".obj", ".ply"};
  const std::string path = fuzz::write_file(
      std::string("surface") + endings[fuzz::choice(data, size, 3)], fuzz::rest(data, size));
  fuzz::accepts_or_refuses([&] { read(path); });
  return 0;
}
