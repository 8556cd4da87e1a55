// SPDX-License-Identifier: LGPL-2.1-or-later
#include <meshes/geometry/files/plausible_size.h>
#include <meshes/geometry/surface/surface_fault.h>
#include <meshes/geometry/surface/surface_file.h>
#include <meshes/geometry/surface/surface_reader.h>
#include <meshes/geometry/surface/surface_repair.h>
#include <meshes/geometry/surface/touching_bodies.h>

#include <params/reader/registry.h>

namespace lacuna::geometry {

namespace {

constexpr double merging_distance = 1e-6; // over the diagonal; ten roundings of single precision

/** Puts the box of the surface on z = 0 around the z axis. */
Vector shift_to_stand(const TriangleMesh &mesh, double unit) {
  const auto [lower, upper] = bounds(mesh);
  const Vector center = 0.5 * (lower + upper);
  return -unit * Vector({center[0], center[1], lower[2]});
}

} // namespace

void SurfaceFileParameters::declare(params::Registry &registry) {
  const std::string section = "Surface";
  registry.section_changes(section, params::Changes::geometry);
  registry.file(section, "File", file,
                "Closed surface of a body: STL, PLY (each ASCII or binary) or OBJ.");
  registry.quantity(section, "File unit", unit, params::length, "1 mm", {"1 nm", "1 m"},
                    "Length of one unit of the file.", "the unit of slicers and scanners");
  registry.choice(section, "Position", position, FilePosition::standing,
                  "standing = moved so that its box stands on z = 0 around the z axis; file = at "
                  "the coordinates of the file.");
  registry.quantity(section, "Largest hole", largest_hole, params::dimensionless, "1 %",
                    {"0 %", "20 %"},
                    "Holes in the surface no wider than this are filled, others refused; over the "
                    "diagonal of the surface's box.",
                    "assumption");
}

void SurfaceFileParameters::check(const params::Registry &registry) const {
  if (!is_surface_file(file))
    registry.reject("Surface", "File", "a surface that ends in " + surface_endings);
}

std::shared_ptr<const SurfaceShape> read_surface(const SurfaceFileParameters &parameters,
                                                 const Note &note) {
  TriangleMesh mesh = read_triangles(parameters.file);
  const auto [lower, upper] = bounds(mesh);
  require_plausible_size(
      parameters.file,
      dealii::BoundingBox<3>({Point(parameters.unit * lower), Point(parameters.unit * upper)}),
      "File unit of Surface");
  const double diagonal = (upper - lower).norm(), tolerance = merging_distance * diagonal;
  std::vector<TriangleMesh> parts;
  try {
    mesh = repaired(std::move(mesh), tolerance, parameters.largest_hole * diagonal, note);
    parts = without_contact(mesh, tolerance, note);
  } catch (const SurfaceFault &fault) {
    params::refuse_file(parameters.file, fault.what(), fault.expected);
  }
  const Vector shift = parameters.position == FilePosition::standing
                           ? shift_to_stand(mesh, parameters.unit)
                           : Vector();
  if (parts.size() > 1)
    return std::make_shared<TouchingBodies>(mesh, std::move(parts), parameters.unit, shift,
                                            parameters.unit * tolerance);
  const auto shape = std::make_shared<SurfaceShape>(std::move(mesh), parameters.unit, shift);
  shape->know_bounds();
  return shape;
}

} // namespace lacuna::geometry
