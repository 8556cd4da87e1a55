// SPDX-License-Identifier: LGPL-2.1-or-later
#include <meshes/geometry/scaffold_parameters.h>

#include <params/reader/registry.h>

#include <cmath>

namespace lacuna::geometry {

namespace {

const std::string assumed = "assumption; not given for the printed BCP of 10.34133/research.1220";

/** Whether the lattice repeats itself along x and y after one spacing. */
bool is_orthogonal(const std::vector<double> &angles) {
  constexpr double quarter_turn = 1.5707963267948966;
  for (const double angle : angles)
    if (std::abs(std::remainder(angle, quarter_turn)) > 1e-9)
      return false;
  return true;
}

void check_woodpile(const params::Registry &registry, const ScaffoldParameters &p) {
  if (p.strand_spacing <= p.strand_diameter)
    registry.reject("Scaffold", "Strand spacing", "more than the strand diameter");
  if (p.layer_height > p.strand_diameter)
    registry.reject("Scaffold", "Layer height",
                    "at most the strand diameter, or the layers do not touch");
  if (p.layer_height <= 0.5 * p.strand_diameter)
    registry.reject("Scaffold", "Layer height", "more than half the strand diameter");
  if (p.neck_fillet >= 0.25 * p.strand_diameter)
    registry.reject("Scaffold", "Neck fillet", "less than a quarter of the strand diameter");
}

/** Beyond these diameters cylinders or spheres leave no pore space. */
void check_array(const params::Registry &registry, const ScaffoldParameters &p) {
  const bool cylinders = p.lattice == "cylinders";
  if (p.strand_diameter >= std::sqrt(cylinders ? 2. : 3.) * p.strand_spacing)
    registry.reject("Scaffold", "Strand diameter",
                    std::string("less than the spacing times the square root of ") +
                        (cylinders ? "2" : "3") + ", or no pore space is left");
}

void check_cell(const params::Registry &registry, const ScaffoldParameters &scaffold,
                const PrintParameters &print) {
  if (scaffold.lattice != "woodpile")
    return;
  if (!is_orthogonal(scaffold.layer_angles))
    registry.reject("Scaffold", "Layer angles",
                    "multiples of 90 deg in a cell, or it is not periodic");
  if (print.diameter_variation != 0)
    registry.reject("Print", "Diameter variation", "0 in a cell, or it is not periodic");
  if (print.position_variation != 0)
    registry.reject("Print", "Position variation", "0 in a cell, or it is not periodic");
}

} // namespace

void ScaffoldParameters::declare(params::Registry &registry) {
  const std::string section = "Scaffold";
  registry.choice(section, "Lattice", lattice, {"woodpile", "cylinders", "spheres"}, "woodpile",
                  "What the solid is made of: woodpile = layers of parallel strands; cylinders = "
                  "square array of cylinders along z; spheres = simple cubic array of spheres.");
  registry.quantity(
      section, "Strand diameter", strand_diameter, params::length, "400 um", {"10 um", "10 mm"},
      "Diameter of a strand as sintered; also of the cylinders and spheres.", assumed);
  registry.quantity(section, "Strand spacing", strand_spacing, params::length, "800 um",
                    {"10 um", "50 mm"},
                    "Distance of the axes of neighbouring strands in a layer; also the period of "
                    "the cylinders and spheres.",
                    assumed);
  registry.quantity(section, "Strand offset", strand_offset, params::dimensionless, "0.5",
                    {"0", "1"},
                    "Distance of the first strand's axis from the origin, in spacings; 0.5 makes "
                    "the strands lie symmetrically about the specimen's axis.",
                    assumed);
  registry.quantity(section, "Layer height", layer_height, params::length, "320 um",
                    {"5 um", "10 mm"},
                    "Distance of neighbouring layers. Less than the strand diameter makes them "
                    "fuse. Layer k has its axes at the height (k + 1/2) h.",
                    assumed);
  registry.quantities(section, "Layer angles", layer_angles, params::angle, "0 deg, 90 deg", {},
                      "Direction of the strands of each layer, from x towards y, repeated upwards.",
                      "orthogonal pores: 10.34133/research.1220");
  registry.quantity(section, "Neck fillet", neck_fillet, params::length, "20 um", {"0 um", "1 mm"},
                    "Radius by which sintering rounds the corner between fused strands.", assumed);
  registry.boolean(section, "Invert", invert, false, "Whether solid and pore space change places.");
}

void ScaffoldParameters::check(const params::Registry &registry) const {
  if (lattice == "woodpile")
    check_woodpile(registry, *this);
  else
    check_array(registry, *this);
}

void EnvelopeParameters::declare(params::Registry &registry) {
  registry.choice("Envelope", "Shape", shape, {"cylinder", "box", "cell"}, "cylinder",
                  "Outer shape, standing on z = 0 around the z axis; cell = one period of the "
                  "lattice, periodic.",
                  "cylinder: 10.34133/research.1220");
  registry.quantities("Envelope", "Size", size, params::length, "6 mm, 6 mm", {"50 um", "100 mm"},
                      "Diameter, height of a cylinder; x, y, z of a box; not used for a cell.",
                      assumed);
}

void EnvelopeParameters::check(const params::Registry &registry) const {
  if (shape == "cylinder" && size.size() != 2)
    registry.reject("Envelope", "Size", "2 lengths for a cylinder: diameter, height");
  if (shape == "box" && size.size() != 3)
    registry.reject("Envelope", "Size", "3 lengths for a box: x, y, z");
}

void PrintParameters::declare(params::Registry &registry) {
  registry.quantity("Print", "Diameter variation", diameter_variation, params::dimensionless, "3 %",
                    {"0 %", "20 %"},
                    "Standard deviation of the diameter from strand to strand, over its mean.",
                    assumed);
  registry.quantity(
      "Print", "Position variation", position_variation, params::length, "10 um", {"0 um", "1 mm"},
      "Standard deviation of a strand's position across its direction, in the layer.", assumed);
}

void check(const params::Registry &registry, const ScaffoldParameters &scaffold,
           const EnvelopeParameters &envelope, const PrintParameters &print) {
  scaffold.check(registry);
  envelope.check(registry);
  if (envelope.shape == "cell")
    check_cell(registry, scaffold, print);
  else
    for (const double length : envelope.size)
      if (length <= scaffold.strand_diameter)
        registry.reject("Envelope", "Size", "each more than the strand diameter");
}

} // namespace lacuna::geometry
