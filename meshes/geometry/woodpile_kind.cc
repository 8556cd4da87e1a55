// SPDX-License-Identifier: LGPL-2.1-or-later
#include <meshes/geometry/woodpile.h>
#include <meshes/geometry/woodpile_kind.h>

#include <params/reader/registry.h>

#include <cmath>

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
  if (!is_orthogonal(p.scaffold.layer_angles))
    registry.reject("Scaffold", "Layer angles",
                    "multiples of 90 deg in a cell, or it is not periodic");
  if (p.print.diameter_variation != 0)
    registry.reject("Print", "Diameter variation", "0 in a cell, or it is not periodic");
  if (p.print.position_variation != 0)
    registry.reject("Print", "Position variation", "0 in a cell, or it is not periodic");
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
  if (p.neck_fillet >= 0.25 * p.strand_diameter)
    registry.reject("Scaffold", "Neck fillet", "less than a quarter of the strand diameter");
  if (parameters.envelope.shape == "cell")
    check_cell(registry, parameters);
}

std::array<double, 3> period(const ScaffoldParameters &p) {
  return {p.strand_spacing, p.strand_spacing, p.layer_angles.size() * p.layer_height};
}

ShapePtr make(const GeometryParameters &p, const dealii::BoundingBox<3> &box, std::uint64_t seed) {
  WoodpileParameters woodpile;
  woodpile.strand_diameter = p.scaffold.strand_diameter;
  woodpile.spacing = p.scaffold.strand_spacing;
  woodpile.layer_height = p.scaffold.layer_height;
  woodpile.layer_angles = p.scaffold.layer_angles;
  woodpile.fillet_radius = p.scaffold.neck_fillet;
  woodpile.strand_offset = p.scaffold.strand_offset;
  woodpile.diameter_cv = p.print.diameter_variation;
  woodpile.position_sd = p.print.position_variation;
  woodpile.seed = seed;
  return std::make_shared<Woodpile>(woodpile, box);
}

} // namespace

LatticeKind woodpile_kind() {
  return {"woodpile", "layers of parallel strands", check, period, make};
}

} // namespace lacuna::geometry
