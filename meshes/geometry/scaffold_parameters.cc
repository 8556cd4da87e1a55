// SPDX-License-Identifier: LGPL-2.1-or-later
#include <meshes/geometry/scaffold_parameters.h>
#include <meshes/geometry/spacing_formula.h>
#include <meshes/geometry/toolpath.h>

#include <params/reader/registry.h>

#include <cmath>
#include <stdexcept>
#include <utility>

namespace lacuna::geometry {

namespace {

const std::string assumed = "assumption; not given for the printed BCP of 10.34133/research.1220";

/** By what lengths of Scaffold and Print are multiplied in the sintered specimen. */
double sintered_scale(const PrintParameters &print) {
  return print.dimensions == "green" ? 1 - print.shrinkage : 1.;
}

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
  if (print.roughness != 0)
    registry.reject("Print", "Roughness", "0 in a cell, or it is not periodic");
  if (scaffold.lattice != "woodpile")
    return;
  if (!is_orthogonal(scaffold.layer_angles))
    registry.reject("Scaffold", "Layer angles",
                    "multiples of 90 deg in a cell, or it is not periodic");
  if (!SpacingFormula::is_one(scaffold.spacing_grading))
    registry.reject("Scaffold", "Spacing grading", "1 in a cell, or it is not periodic");
  if (print.rim != "cut")
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
void check_grading(const params::Registry &registry, const ScaffoldParameters &scaffold,
                   const EnvelopeParameters &envelope, const PrintParameters &print) {
  if (scaffold.lattice != "woodpile" || SpacingFormula::is_one(scaffold.spacing_grading))
    return;
  const ScaffoldParameters sintered = as_sintered(scaffold, print);
  const SpecimenExtent specimen = extent_of(envelope);
  try {
    for (int k = 0; (k + 0.5) * sintered.layer_height < specimen.height; ++k)
      placed_strands(sintered, print, k, specimen.radius, specimen, 0);
  } catch (const std::invalid_argument &error) {
    registry.reject("Scaffold", "Spacing grading", error.what());
  }
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
  registry.quantities(section, "Layer offsets", layer_offsets, params::dimensionless, "0",
                      {"-1", "1"},
                      "Added to Strand offset in each layer, in spacings, repeated upwards; 0, 0, "
                      "0.5, 0.5 with angles of 0 deg, 90 deg is a staggered woodpile.",
                      assumed);
  registry.text(
      section, "Spacing grading", spacing_grading, "1",
      "Factor of Strand spacing: a formula of z in mm, by layer, and of the distance r in "
      "mm from the specimen's axis (or x, y) of the strand's point nearest to it, all as "
      "sintered; such as 0.8 + 0.1*r.");
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
  const std::string section = "Print";
  const auto deviation = [&](const std::string &key, double &target, const std::string &value,
                             const std::string &doc) {
    registry.quantity(section, key, target, params::length, value, {"0 um", "1 mm"}, doc, assumed);
  };
  const auto correlation = [&](const std::string &key, double &target, const std::string &value,
                               const std::string &of) {
    registry.quantity(section, key, target, params::length, value, {"5 um", "1 m"},
                      "Integral of the correlation of " + of + " over the distance.", assumed);
  };
  registry.choice(section, "Rim", rim, {"cut", "turns"}, "cut",
                  "Where strands end: cut = at the envelope, as in a specimen cored from a larger "
                  "print; turns = within it, joined along the rim to one line in each layer.",
                  assumed);
  registry.boolean(section, "Flattening", flattening, false,
                   "Whether strands are pressed flat, at the same cross-section, where they cross "
                   "those of the next layers, instead of running into them.");
  registry.quantity(section, "Diameter variation", diameter_variation, params::dimensionless, "3 %",
                    {"0 %", "20 %"},
                    "Standard deviation of the diameter along and between strands, over its mean.",
                    assumed);
  correlation("Diameter correlation length", diameter_correlation, "1 mm",
              "the diameter along a strand");
  deviation("Position variation", position_variation, "10 um",
            "Standard deviation of a strand's position across its direction, in the layer.");
  deviation("Lateral waviness", lateral_waviness, "0 um",
            "Standard deviation of the axis along a strand, in the layer.");
  deviation("Vertical waviness", vertical_waviness, "0 um",
            "Standard deviation of the axis along a strand, across the layer.");
  correlation("Waviness correlation length", waviness_correlation, "2 mm",
              "the axis along a strand");
  deviation("Sag", sag, "0 um",
            "How far strands hang down in the middle of the free span as designed, spacing less "
            "diameter; other spans go with the fourth power of their length (elastic beam: "
            "10.1021/la0257135), up to one layer height.");
  registry.quantity(section, "Missing strands", missing_strands, params::dimensionless, "0 %",
                    {"0 %", "90 %"}, "Probability that a strand is not there.", assumed);
  deviation("Roughness", roughness, "0 um", "Standard deviation of the surface's height.");
  correlation("Roughness correlation length", roughness_correlation, "50 um",
              "the surface's height");
  registry.choice(section, "Dimensions", dimensions, {"sintered", "green"}, "sintered",
                  "What the lengths of Scaffold and Print are: of the sintered specimen or of the "
                  "wet print, which shrinks. The envelope is always as sintered.",
                  assumed);
  registry.quantity(section, "Shrinkage", shrinkage, params::dimensionless, "19.1 %",
                    {"0 %", "60 %"},
                    "Linear shrinkage from the wet print to the sintered specimen.",
                    "1 - (0.45/0.85)^(1/3): from 45 vol% solids (10.34133/research.1220) to 85 % "
                    "of the dense ceramic, the latter assumed");
}

ScaffoldParameters as_sintered(ScaffoldParameters scaffold, const PrintParameters &print) {
  const double scale = sintered_scale(print);
  for (double *length : {&scaffold.strand_diameter, &scaffold.strand_spacing,
                         &scaffold.layer_height, &scaffold.neck_fillet})
    *length *= scale;
  return scaffold;
}

PrintParameters as_sintered(PrintParameters print) {
  const double scale = sintered_scale(print);
  for (double *length :
       {&print.diameter_correlation, &print.position_variation, &print.lateral_waviness,
        &print.vertical_waviness, &print.waviness_correlation, &print.sag, &print.roughness,
        &print.roughness_correlation})
    *length *= scale;
  return print;
}

void check(const params::Registry &registry, const ScaffoldParameters &scaffold,
           const EnvelopeParameters &envelope, const PrintParameters &print) {
  scaffold.check(registry);
  envelope.check(registry);
  if (envelope.shape == "cell")
    check_cell(registry, scaffold, print);
  else {
    for (const double length : envelope.size)
      if (length <= scaffold.strand_diameter)
        registry.reject("Envelope", "Size", "each more than the strand diameter");
    check_grading(registry, scaffold, envelope, print);
  }
}

} // namespace lacuna::geometry
