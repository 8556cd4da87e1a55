// SPDX-License-Identifier: LGPL-2.1-or-later
#include <meshes/geometry/lattices/lattices.h>
#include <meshes/geometry/scaffold/grading.h>
#include <meshes/geometry/scaffold/scaffold.h>
#include <meshes/geometry/shapes/csg.h>
#include <meshes/geometry/shapes/rough.h>

#include <algorithm>

namespace lacuna::geometry {

namespace {

/** What lies within both; a null envelope is everywhere. */
ShapePtr within(const ShapePtr &envelope, const ShapePtr &solid) {
  if (!envelope)
    return solid;
  return std::make_shared<Intersection>(std::vector<ShapePtr>{solid, envelope});
}

} // namespace

Scaffold make_scaffold(const GeometryParameters &designed, std::uint64_t seed, const Note &note) {
  const GeometryParameters parameters = designed.as_sintered();
  const ScaffoldParameters &p = parameters.scaffold;
  FileShapes files(parameters, note);
  Scaffold result;
  static_cast<Envelope &>(result) =
      envelope_kind(parameters.envelope.shape).make(parameters, files);
  const ShapePtr walls =
      make_walls(result, parameters.envelope.rim_thickness, parameters.envelope.plate_thickness);

  ShapePtr lattice = lattice_kind(p.lattice).make(parameters, files, result.box, seed);
  lattice = grade_thickness(lattice, p, result.box);
  if (parameters.print.roughness > 0)
    lattice = std::make_shared<Rough>(lattice, parameters.print.roughness,
                                      parameters.print.roughness_correlation, seed);
  if (p.invert)
    lattice = std::make_shared<Complement>(lattice);
  const Graded graded = grade_porosity(lattice, p, result, walls);
  lattice = graded.shape;
  if (walls)
    lattice = std::make_shared<Union>(std::vector<ShapePtr>{lattice, walls});

  result.solid = result.periodic ? lattice : within(result.envelope, lattice);
  result.open_solid = within(result.open_envelope, lattice);
  result.requested_porosity = graded.requested_porosity;
  const bool as_read = parameters.print.roughness == 0. && graded.thickening == 0. && !walls;
  if (as_read)
    result.voxels = files.voxels();
  // A scan is measured on its own voxels: morphometry takes an eighth of the thickness.
  if (const auto voxel = files.finest_voxel())
    result.thickness = 8. * *voxel;
  else
    result.thickness = std::max(0.25 * p.strand_diameter, p.strand_diameter + graded.thickening);
  return result;
}

} // namespace lacuna::geometry
