// SPDX-License-Identifier: LGPL-2.1-or-later
#include <meshes/geometry/lattices/lattices.h>
#include <meshes/geometry/scaffold/envelope.h>
#include <meshes/geometry/shapes/csg.h>
#include <meshes/geometry/shapes/primitives.h>

#include <params/reader/registry.h>

#include <deal.II/base/numbers.h>

#include <algorithm>
#include <iterator>

namespace lacuna::geometry {

namespace {

using Vector = dealii::Tensor<1, 3>;

void check_cylinder(const params::Registry &registry, const GeometryParameters &p) {
  if (p.envelope.size.size() != 2)
    registry.reject("Envelope", "Size", "2 lengths for a cylinder or disc: diameter, height");
}

void check_box(const params::Registry &registry, const GeometryParameters &p) {
  if (p.envelope.size.size() != 3)
    registry.reject("Envelope", "Size", "3 lengths for a box: x, y, z");
}

void check_cell(const params::Registry &registry, const GeometryParameters &p) {
  if (!lattice_kind(p.scaffold.lattice).period)
    registry.reject("Envelope", "Shape", "another than cell for what does not repeat itself");
  if (p.envelope.rim_thickness != 0)
    registry.reject("Envelope", "Rim thickness", "0 for a cell, which has no sides");
  if (p.envelope.plate_thickness != 0)
    registry.reject("Envelope", "Plate thickness", "0 for a cell, which has no ends");
}

void check_surface(const params::Registry &registry, const GeometryParameters &p) {
  if (p.scaffold.lattice == "surface")
    registry.reject("Envelope", "Shape",
                    "another than surface, which is the lattice; fit is its box");
  p.surface.check(registry);
}

void check_fit(const params::Registry &registry, const GeometryParameters &p) {
  if (!lattice_kind(p.scaffold.lattice).box)
    registry.reject("Envelope", "Shape", "fit for a surface or an image only");
}

Envelope box(const Point &lower, const Point &upper) {
  Envelope result;
  result.box = dealii::BoundingBox<3>({lower, upper});
  result.envelope = std::make_shared<Box>(lower, upper);
  result.height = result.box.side_length(2);
  result.cross_section_area = result.box.side_length(0) * result.box.side_length(1);
  result.envelope_volume = result.cross_section_area * result.height;
  result.periodic = false;
  return result;
}

Envelope make_cylinder(const GeometryParameters &p, FileShapes &) {
  const double radius = 0.5 * p.envelope.size.at(0), height = p.envelope.size.at(1);
  Envelope result = box({-radius, -radius, 0.}, {radius, radius, height});
  result.envelope = std::make_shared<CappedCylinder>(Point(), radius, height);
  result.open_envelope = std::make_shared<Cylinder>(Point(), Point(0, 0, 1), radius);
  result.cross_section_area = dealii::numbers::PI * radius * radius;
  result.envelope_volume = result.cross_section_area * height;
  return result;
}

Envelope make_box(const GeometryParameters &p, FileShapes &) {
  const auto &size = p.envelope.size;
  return box({-0.5 * size.at(0), -0.5 * size.at(1), 0.},
             {0.5 * size.at(0), 0.5 * size.at(1), size.at(2)});
}

Envelope make_cell(const GeometryParameters &p, FileShapes &) {
  const auto [x, y, z] = lattice_kind(p.scaffold.lattice).period(p.scaffold);
  Envelope result = box({0., 0., 0.}, {x, y, z});
  result.periodic = true;
  return result;
}

Envelope make_surface(const GeometryParameters &, FileShapes &files) {
  const auto surface = files.surface();
  const auto &[lower, upper] = surface->box().get_boundary_points();
  Envelope result = box(lower, upper);
  result.envelope = result.open_envelope = surface;
  result.envelope_volume = surface->volume();
  result.cross_section_area = result.envelope_volume / result.height;
  return result;
}

Envelope make_fit(const GeometryParameters &p, FileShapes &files) {
  const auto [lower, upper] = lattice_kind(p.scaffold.lattice).box(files).get_boundary_points();
  return box(lower, upper);
}

} // namespace

const EnvelopeKind &envelope_kind(EnvelopeShape shape) {
  static const EnvelopeKind kinds[] = {{EnvelopeShape::cylinder, check_cylinder, make_cylinder},
                                       {EnvelopeShape::disc, check_cylinder, make_cylinder},
                                       {EnvelopeShape::box, check_box, make_box},
                                       {EnvelopeShape::cell, check_cell, make_cell},
                                       {EnvelopeShape::surface, check_surface, make_surface},
                                       {EnvelopeShape::fit, check_fit, make_fit}};
  return *std::find_if(std::begin(kinds), std::end(kinds),
                       [&](const EnvelopeKind &kind) { return kind.shape == shape; });
}

std::optional<dealii::BoundingBox<3>> box_without_files(const GeometryParameters &parameters) {
  if (parameters.envelope.is_from_file())
    return {};
  const GeometryParameters sintered = parameters.as_sintered();
  FileShapes none(sintered, [](const std::string &) {});
  return envelope_kind(sintered.envelope.shape).make(sintered, none).box;
}

std::optional<GeometryParameters> representative_block(const GeometryParameters &parameters,
                                                       unsigned int n) {
  const auto period = lattice_kind(parameters.scaffold.lattice).period;
  if (n == 0 || !period)
    return {};
  GeometryParameters block = parameters;
  auto &print = block.print;
  print.diameter_variation = print.position_variation = print.lateral_waviness =
      print.vertical_waviness = print.missing_strands = print.roughness = 0.;
  block.envelope = {};
  block.envelope.shape = EnvelopeShape::box;
  block.envelope.size.clear();
  for (const double length : period(parameters.scaffold))
    block.envelope.size.push_back(n * length);
  const auto whole = box_without_files(parameters);
  if (whole && whole->volume() <= (1. + 1e-6) * box_without_files(block)->volume())
    return {};
  return block;
}

ShapePtr make_walls(const Envelope &envelope, double rim_thickness, double plate_thickness) {
  const auto &[lower, upper] = envelope.box.get_boundary_points();
  std::vector<ShapePtr> walls;
  const auto wall = [&](double thickness, const Vector &inwards, const Point &face) {
    walls.push_back(std::make_shared<HalfSpace>(face + thickness * inwards, inwards));
  };
  if (plate_thickness > 0) {
    wall(plate_thickness, Vector({0., 0., 1.}), lower);
    wall(plate_thickness, Vector({0., 0., -1.}), upper);
  }
  if (rim_thickness > 0 && envelope.open_envelope)
    // Solid is where −(φ + t) < 0, the part nearer to the side than t.
    walls.push_back(std::make_shared<Complement>(
        std::make_shared<Offset>(envelope.open_envelope, -rim_thickness)));
  else if (rim_thickness > 0)
    for (unsigned int d = 0; d < 2; ++d) {
      Vector inwards;
      inwards[d] = 1.;
      wall(rim_thickness, inwards, lower);
      wall(rim_thickness, -inwards, upper);
    }
  return walls.empty() ? nullptr : std::make_shared<Union>(walls);
}

} // namespace lacuna::geometry
