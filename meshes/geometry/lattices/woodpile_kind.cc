// SPDX-License-Identifier: LGPL-2.1-or-later
#include <meshes/geometry/lattices/woodpile_kind.h>
#include <meshes/geometry/print/print.h>
#include <meshes/geometry/print/toolpath.h>

#include <params/reader/registry.h>

#include <cmath>
#include <stdexcept>
#include <utility>

namespace lacuna::geometry {

namespace {

/** Whether the lattice repeats itself along x and y after one spacing. */
bool is_orthogonal(const std::vector<double> &angles) {
  constexpr double quarter_turn = 1.5707963267948966;
  for (const double angle : angles)
    if (std::abs(std::remainder(angle, quarter_turn)) > 1e-9)
      return false;
  return true;
}

void check_cell(const params::Registry &registry, const GeometryParameters &p) {
  const PrintParameters &print = p.print;
  if (!is_orthogonal(p.scaffold.layer_angles))
    registry.reject("Scaffold", "Layer angles",
                    "multiples of 90 deg in a cell, or it is not periodic");
  if (p.scaffold.spacing_grading)
    registry.reject("Scaffold", "Spacing grading", "nothing in a cell, or it is not periodic");
  if (print.rim != Rim::cut)
    registry.reject("Print", "Rim", "cut in a cell, which has no rim");
  const std::pair<const char *, double> variations[] = {
      {"Diameter variation", print.diameter_variation},
      {"Position variation", print.position_variation},
      {"Lateral waviness", print.lateral_waviness},
      {"Vertical waviness", print.vertical_waviness},
      {"Missing strands", print.missing_strands}};
  for (const auto &[key, value] : variations)
    if (value != 0)
      registry.reject("Print", key, "0 in a cell, or it is not periodic");
}

/** Places the strands of every layer, as the print will. */
void check_spacing(const params::Registry &registry, const GeometryParameters &parameters) {
  if (!parameters.scaffold.spacing_grading)
    return;
  const GeometryParameters sintered = parameters.as_sintered();
  const ScaffoldParameters &scaffold = sintered.scaffold;
  const EnvelopeParameters &envelope = sintered.envelope;
  const PrintParameters &print = sintered.print;
  const SpecimenExtent specimen = extent_of(envelope);
  if (specimen.height == 0.)
    registry.reject("Scaffold", "Spacing grading", "nothing but in a cylinder, disc or box");
  try {
    for (int k = 0; (k + 0.5) * scaffold.layer_height < specimen.height; ++k)
      placed_strands(scaffold, print, k, specimen.radius, specimen, 0);
  } catch (const std::invalid_argument &error) {
    registry.reject("Scaffold", "Spacing grading", error.what());
  }
}

void check(const params::Registry &registry, const GeometryParameters &parameters) {
  const ScaffoldParameters &p = parameters.scaffold;
  if (p.strand_spacing <= p.strand_diameter)
    registry.reject("Scaffold", "Strand spacing", "more than the strand diameter");
  if (p.layer_height > p.strand_diameter)
    registry.reject("Scaffold", "Layer height",
                    "at most the strand diameter, or the layers do not touch");
  if (p.layer_height <= 0.5 * p.strand_diameter)
    registry.reject("Scaffold", "Layer height", "more than half the strand diameter");
  check_fillet(registry, p);
  if (parameters.envelope.is_cell())
    check_cell(registry, parameters);
  else
    check_spacing(registry, parameters);
}

std::array<double, 3> period(const ScaffoldParameters &p) {
  return {p.strand_spacing, p.strand_spacing, layers_in_period(p) * p.layer_height};
}

ShapePtr make(const GeometryParameters &parameters, FileShapes &, const dealii::BoundingBox<3> &box,
              std::uint64_t seed) {
  return make_woodpile(parameters, box, seed);
}

} // namespace

LatticeKind woodpile_kind() {
  LatticeKind kind;
  kind.name = "woodpile";
  kind.doc = "layers of parallel strands";
  kind.check = check;
  kind.period = period;
  kind.thickening = by_distance;
  kind.make = make;
  return kind;
}

} // namespace lacuna::geometry
