// SPDX-License-Identifier: LGPL-2.1-or-later
#include <meshes/geometry/parameters/scaffold_parameters.h>

#include <params/reader/registry.h>

namespace lacuna::geometry {

namespace {

const std::string assumed = "assumption; not given for the printed BCP of 10.34133/research.1220";

} // namespace

void ScaffoldParameters::declare(params::Registry &registry,
                                 const std::vector<std::string> &lattices,
                                 const std::string &docs) {
  const std::string section = "Scaffold";
  registry.section_changes(section, params::Changes::geometry);
  registry.choice(section, "Lattice", lattice, lattices, "woodpile",
                  "What the solid is made of: " + docs + ".");
  registry.quantity(
      section, "Strand diameter", strand_diameter, params::length, "400 um", {"10 um", "10 mm"},
      "Diameter of a strand as sintered; also of columns, struts and spheres, and the mean "
      "thickness of a sheet.",
      assumed);
  registry.quantity(section, "Strand spacing", strand_spacing, params::length, "800 um",
                    {"10 um", "50 mm"},
                    "Distance of the axes of neighbouring strands in a layer or of neighbouring "
                    "columns; the period of the other lattices.",
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
  registry.quantities(section, "Layer angles", layer_angles, params::angle, "0 deg, 90 deg",
                      {"-360 deg", "360 deg"},
                      "Direction of the strands of each layer, from x towards y, repeated upwards.",
                      "orthogonal pores: 10.34133/research.1220");
  registry.quantities(section, "Layer offsets", layer_offsets, params::dimensionless, "0",
                      {"-1", "1"},
                      "Added to Strand offset in each layer, in spacings, repeated upwards; 0, 0, "
                      "0.5, 0.5 with angles of 0 deg, 90 deg is a staggered woodpile.",
                      assumed);
  registry.formula(section, "Spacing grading", spacing_grading, "",
                   "Factor of Strand spacing: a formula in z, by layer, and in the distance r from "
                   "the specimen's axis (or x, y) of the strand's point nearest to it, all in mm "
                   "as sintered; such as 0.8 + 0.1*r.");
  registry.quantity(section, "Neck fillet", neck_fillet, params::length, "20 um", {"0 um", "1 mm"},
                    "Radius by which sintering rounds the corner between fused strands.", assumed);
  registry.choice(section, "Arrangement", arrangement, Arrangement::square,
                  "Plane lattice of columns: 4, 6 or 3 nearest neighbours at the distance Strand "
                  "spacing.");
  registry.choice(section, "Section", this->section, ColumnSection::round,
                  "Of columns: circles, or squares, hexagons, triangles whose sides face the "
                  "neighbours, Strand diameter wide across them.");
  registry.choice(section, "Phase", phase, SurfacePhase::solid,
                  "Of a minimal surface: the space on one side of it, or a sheet along it of the "
                  "mean thickness Strand diameter.");
  registry.quantity(section, "Level", level, params::dimensionless, "0", {"-5", "3"},
                    "Of a minimal surface: solid is where its function is less; 0 makes about "
                    "half of the space solid.");
  registry.boolean(section, "Invert", invert, false, "Whether solid and pore space change places.");
  registry.quantity(section, "Porosity", porosity, params::dimensionless, "0 %", {"0 %", "98 %"},
                    "Of the whole specimen, reached by moving the surface of the lattice; 0 leaves "
                    "it where the other values put it.");
  registry.formula(section, "Porosity grading", porosity_grading, "",
                   "Porosity from place to place, from 0.02 to 0.98: a formula in x, y, z and the "
                   "distance r from the axis, in mm, such as 0.4 + 0.1*r.");
  registry.formula(section, "Thickness grading", thickness_grading, "",
                   "Factor of Strand diameter from place to place, such as 1 + 0.05*z: a formula "
                   "as in Porosity grading.");
}

void EnvelopeParameters::declare(params::Registry &registry) {
  registry.section_changes("Envelope", params::Changes::geometry);
  registry.choice(
      "Envelope", "Shape", shape, EnvelopeShape::cylinder,
      "Outer shape, standing on z = 0 around the z axis; disc = a flat cylinder; cell = "
      "one period of the lattice, periodic; surface = of section Surface, such as a "
      "defect; fit = the box around a surface or image that is the lattice.",
      "cylinder: 10.34133/research.1220");
  registry.quantities(
      "Envelope", "Size", size, params::length, "6 mm, 6 mm", {"50 um", "100 mm"},
      "Diameter, height of a cylinder or disc; x, y, z of a box; not used otherwise.", assumed);
  registry.quantity("Envelope", "Rim thickness", rim_thickness, params::length, "0 um",
                    {"0 um", "10 mm"}, "Of a solid wall inside the sides.");
  registry.quantity("Envelope", "Plate thickness", plate_thickness, params::length, "0 um",
                    {"0 um", "10 mm"}, "Of solid plates at both ends.");
}

void PrintParameters::declare(params::Registry &registry) {
  const std::string section = "Print";
  registry.section_changes(section, params::Changes::geometry);
  const auto deviation = [&](const std::string &key, double &target, const std::string &value,
                             const std::string &doc) {
    registry.quantity(section, key, target, params::length, value, {"0 um", "1 mm"}, doc, assumed);
  };
  const auto correlation = [&](const std::string &key, double &target, const std::string &value,
                               const std::string &of) {
    registry.quantity(section, key, target, params::length, value, {"5 um", "1 m"},
                      "Integral of the correlation of " + of + " over the distance.", assumed);
  };
  registry.choice(section, "Rim", rim, Rim::cut,
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
  registry.choice(section, "Dimensions", dimensions, Dimensions::sintered,
                  "What the lengths of Scaffold and Print are: of the sintered specimen or of the "
                  "wet print, which shrinks. The envelope is always as sintered.",
                  assumed);
  registry.quantity(section, "Shrinkage", shrinkage, params::dimensionless, "19.1 %",
                    {"0 %", "60 %"},
                    "Linear shrinkage from the wet print to the sintered specimen.",
                    "1 - (0.45/0.85)^(1/3): from 45 vol% solids (10.34133/research.1220) to 85 % "
                    "of the dense ceramic, the latter assumed");
}

GeometryParameters GeometryParameters::as_sintered() const {
  GeometryParameters result = *this;
  if (print.dimensions == Dimensions::green)
    for (double *length : {&result.scaffold.strand_diameter, &result.scaffold.strand_spacing,
                           &result.scaffold.layer_height, &result.scaffold.neck_fillet,
                           &result.print.diameter_correlation, &result.print.position_variation,
                           &result.print.lateral_waviness, &result.print.vertical_waviness,
                           &result.print.waviness_correlation, &result.print.sag,
                           &result.print.roughness, &result.print.roughness_correlation})
      *length *= 1. - print.shrinkage;
  result.print.dimensions = Dimensions::sintered;
  return result;
}

} // namespace lacuna::geometry
