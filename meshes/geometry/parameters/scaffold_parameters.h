// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <meshes/geometry/image/image_reader.h>
#include <meshes/geometry/surface/surface_reader.h>

#include <params/reader/choice.h>
#include <params/reader/formula.h>

#include <string>
#include <vector>

namespace lacuna::params {
class Registry;
}

namespace lacuna::geometry {

/** Plane lattices of columns, with 4, 6 or 3 nearest neighbours. */
enum class Arrangement { square, triangular, hexagonal };

inline params::Words<Arrangement> words(Arrangement) {
  return {{Arrangement::square, "square"},
          {Arrangement::triangular, "triangular"},
          {Arrangement::hexagonal, "hexagonal"}};
}

/** Cross-sections of columns. */
enum class ColumnSection { round, polygonal };

inline params::Words<ColumnSection> words(ColumnSection) {
  return {{ColumnSection::round, "round"}, {ColumnSection::polygonal, "polygonal"}};
}

/** What a minimal surface makes: the space on one side of it, or a sheet along it. */
enum class SurfacePhase { solid, sheet };

inline params::Words<SurfacePhase> words(SurfacePhase) {
  return {{SurfacePhase::solid, "solid"}, {SurfacePhase::sheet, "sheet"}};
}

/** Section Scaffold: the lattice. Lengths in m, angles in rad. */
struct ScaffoldParameters {
  std::string lattice = "woodpile"; ///< a name of lattice_kinds()
  double strand_diameter = 400e-6;  ///< also of columns, struts and spheres; thickness of a sheet
  double strand_spacing = 800e-6;   ///< centre to centre; also the period of the other lattices
  double strand_offset = 0.5;       ///< first axis from the origin, in spacings
  double layer_height = 320e-6;
  std::vector<double> layer_angles = {0., 1.5707963267948966}; ///< repeated upwards
  std::vector<double> layer_offsets = {0.}; ///< added to strand_offset, in spacings, repeated
  params::Formula spacing_grading;          ///< factor of the spacing from place to place
  double neck_fillet = 20e-6;
  Arrangement arrangement = Arrangement::square; ///< of columns
  ColumnSection section = ColumnSection::round;
  SurfacePhase phase = SurfacePhase::solid; ///< of a minimal surface
  double level = 0.;                        ///< of a minimal surface
  bool invert = false;                      ///< solid and pore space change places
  double porosity = 0.;                     ///< asked for by moving the surface; 0: as it is
  params::Formula porosity_grading;         ///< the same from place to place
  params::Formula thickness_grading;        ///< factor of the strand diameter from place to place

  /** @param lattices The names that there are. @param docs What each is, for `lacuna params`. */
  void declare(params::Registry &registry, const std::vector<std::string> &lattices,
               const std::string &docs);
};

/** Outer shapes; a disc is a flat cylinder, a cell one period of the lattice. */
enum class EnvelopeShape { cylinder, disc, box, cell, surface, fit };

inline params::Words<EnvelopeShape> words(EnvelopeShape) {
  return {{EnvelopeShape::cylinder, "cylinder"}, {EnvelopeShape::disc, "disc"},
          {EnvelopeShape::box, "box"},           {EnvelopeShape::cell, "cell"},
          {EnvelopeShape::surface, "surface"},   {EnvelopeShape::fit, "fit"}};
}

/** Section Envelope: what is cut from the lattice. Lengths in m. */
struct EnvelopeParameters {
  EnvelopeShape shape = EnvelopeShape::cylinder;
  std::vector<double> size = {6e-3, 6e-3}; ///< diameter, height | x, y, z | not used for a cell
  double rim_thickness = 0.;               ///< of a solid wall inside the sides
  double plate_thickness = 0.;             ///< of solid plates at both ends

  void declare(params::Registry &registry);

  /** Whether `size` tells how large it is, rather than the lattice's period or a file. */
  bool has_size() const { return !is_cell() && !is_from_file(); }

  /** Whether only a file tells where it ends. */
  bool is_from_file() const {
    return shape == EnvelopeShape::surface || shape == EnvelopeShape::fit;
  }

  bool is_cell() const { return shape == EnvelopeShape::cell; }
};

/** Where strands end: at the envelope, or within it, joined along the rim. */
enum class Rim { cut, turns };

inline params::Words<Rim> words(Rim) {
  return {{Rim::cut, "cut"}, {Rim::turns, "turns"}};
}

/** Of which specimen lengths are: the sintered one, or the wet print. */
enum class Dimensions { sintered, green };

inline params::Words<Dimensions> words(Dimensions) {
  return {{Dimensions::sintered, "sintered"}, {Dimensions::green, "green"}};
}

/** Section Print: how strands are laid, how they vary, how they shrink. Lengths in m. */
struct PrintParameters {
  Rim rim = Rim::cut;
  bool flattening = false;              ///< strands are pressed flat where they cross others
  double diameter_variation = 0.03;     ///< standard deviation over mean
  double diameter_correlation = 1e-3;   ///< integral of the correlation along the strand
  double position_variation = 10e-6;    ///< of a whole strand across its direction, SD
  double lateral_waviness = 0.;         ///< of the axis in the layer, SD
  double vertical_waviness = 0.;        ///< of the axis across the layer, SD
  double waviness_correlation = 2e-3;   ///< as diameter_correlation
  double sag = 0.;                      ///< dip in the middle of the designed free span
  double missing_strands = 0.;          ///< probability
  double roughness = 0.;                ///< of the surface, SD
  double roughness_correlation = 50e-6; ///< as diameter_correlation, along the surface
  Dimensions dimensions = Dimensions::sintered; ///< what Scaffold and Print describe
  double shrinkage = 0.191;                     ///< linear, from green to sintered

  void declare(params::Registry &registry);

  /** Whether anything differs from one strand, or one place along it, to the next. */
  bool varies() const {
    return diameter_variation > 0 || position_variation > 0 || lateral_waviness > 0 ||
           vertical_waviness > 0 || missing_strands > 0;
  }
};

/** Everything that makes the geometry of a specimen but its seed. */
struct GeometryParameters {
  ScaffoldParameters scaffold;
  EnvelopeParameters envelope;
  PrintParameters print;
  SurfaceFileParameters surface{};
  ImageFileParameters image{};

  /** What it is read from; no names where it is not. */
  std::vector<std::string> files() const { return {surface.file, image.volume.file}; }

  /** Lengths of Scaffold and Print as they are when the specimen comes out of the furnace. */
  GeometryParameters as_sintered() const;
};

} // namespace lacuna::geometry
