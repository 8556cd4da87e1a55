// SPDX-License-Identifier: LGPL-2.1-or-later
#include <meshes/geometry/arrays.h>
#include <meshes/geometry/csg.h>
#include <meshes/geometry/primitives.h>
#include <meshes/geometry/print.h>
#include <meshes/geometry/rough.h>
#include <meshes/geometry/scaffold.h>

#include <deal.II/base/numbers.h>

#include <stdexcept>

namespace lacuna::geometry {

namespace {

ShapePtr make_lattice(const ScaffoldParameters &scaffold, const EnvelopeParameters &envelope,
                      const PrintParameters &print, const dealii::BoundingBox<3> &box,
                      std::uint64_t seed) {
  const double diameter = scaffold.strand_diameter, spacing = scaffold.strand_spacing;
  ShapePtr lattice;
  if (scaffold.lattice == "woodpile")
    lattice = make_woodpile(scaffold, envelope, print, box, seed);
  else if (scaffold.lattice == "cylinders")
    lattice = std::make_shared<CylinderArray>(diameter, spacing, scaffold.strand_offset);
  else if (scaffold.lattice == "spheres")
    lattice = std::make_shared<SphereArray>(diameter, spacing, scaffold.strand_offset);
  else
    throw std::invalid_argument("unknown lattice: " + scaffold.lattice);
  if (print.roughness > 0)
    lattice = std::make_shared<Rough>(lattice, print.roughness, print.roughness_correlation, seed);
  return scaffold.invert ? std::make_shared<Complement>(lattice) : lattice;
}

/** A specimen of which only the envelope is known yet. */
Scaffold empty_box(const Point &lower, const Point &upper) {
  Scaffold result;
  result.box = dealii::BoundingBox<3>({lower, upper});
  result.envelope = std::make_shared<Box>(lower, upper);
  result.height = result.box.side_length(2);
  result.cross_section_area = result.box.side_length(0) * result.box.side_length(1);
  result.envelope_volume = result.cross_section_area * result.height;
  result.periodic = false;
  return result;
}

Scaffold empty_cylinder(double diameter, double height) {
  const double radius = 0.5 * diameter;
  Scaffold result = empty_box({-radius, -radius, 0.}, {radius, radius, height});
  result.envelope = std::make_shared<CappedCylinder>(Point(), radius, height);
  result.cross_section_area = dealii::numbers::PI * radius * radius;
  result.envelope_volume = result.cross_section_area * height;
  return result;
}

Scaffold empty_cell(const ScaffoldParameters &scaffold) {
  const double side = scaffold.strand_spacing;
  const double height =
      scaffold.lattice == "woodpile" ? layers_in_period(scaffold) * scaffold.layer_height : side;
  Scaffold result = empty_box({0., 0., 0.}, {side, side, height});
  result.periodic = true;
  return result;
}

Scaffold make_empty(const ScaffoldParameters &scaffold, const EnvelopeParameters &envelope) {
  const auto &size = envelope.size;
  if (envelope.shape == "cylinder" && size.size() == 2)
    return empty_cylinder(size[0], size[1]);
  if (envelope.shape == "box" && size.size() == 3)
    return empty_box({-0.5 * size[0], -0.5 * size[1], 0.}, {0.5 * size[0], 0.5 * size[1], size[2]});
  if (envelope.shape == "cell")
    return empty_cell(scaffold);
  throw std::invalid_argument("unknown envelope, or a wrong number of sizes: " + envelope.shape);
}

} // namespace

Scaffold make_scaffold(const ScaffoldParameters &designed, const EnvelopeParameters &envelope,
                       const PrintParameters &designed_print, std::uint64_t seed) {
  const ScaffoldParameters scaffold = as_sintered(designed, designed_print);
  const PrintParameters print = as_sintered(designed_print);
  Scaffold result = make_empty(scaffold, envelope);
  const ShapePtr lattice = make_lattice(scaffold, envelope, print, result.box, seed);

  result.solid = lattice;
  if (!result.periodic)
    result.solid = std::make_shared<Intersection>(std::vector<ShapePtr>{lattice, result.envelope});

  result.open_solid = lattice;
  if (envelope.shape == "cylinder") {
    const auto side =
        std::make_shared<Cylinder>(Point(), Point(0, 0, 1), 0.5 * result.box.side_length(0));
    result.open_solid = std::make_shared<Intersection>(std::vector<ShapePtr>{lattice, side});
  }
  return result;
}

} // namespace lacuna::geometry
