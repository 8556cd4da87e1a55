// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <meshes/geometry/image_reader.h>
#include <meshes/geometry/surface_reader.h>

#include <params/reader/formula.h>

#include <string>
#include <vector>

namespace lacuna::params {
class Registry;
}

namespace lacuna::geometry {

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
  std::string arrangement = "square"; ///< of columns: square, triangular or hexagonal
  std::string section = "round";      ///< of columns: round or polygonal
  std::string phase = "solid";        ///< of a minimal surface: solid or sheet
  double level = 0.;                  ///< of a minimal surface
  bool invert = false;                ///< solid and pore space change places
  double porosity = 0.;               ///< asked for by moving the surface; 0: as it is
  params::Formula porosity_grading;   ///< the same from place to place
  params::Formula thickness_grading;  ///< factor of the strand diameter from place to place

  void declare(params::Registry &registry);
};

/** Section Envelope: what is cut from the lattice. Lengths in m. */
struct EnvelopeParameters {
  std::string shape = "cylinder";          ///< a name of envelope_kinds()
  std::vector<double> size = {6e-3, 6e-3}; ///< diameter, height | x, y, z | not used for a cell
  double rim_thickness = 0.;               ///< of a solid wall inside the sides
  double plate_thickness = 0.;             ///< of solid plates at both ends

  void declare(params::Registry &registry);
};

/** Section Print: how strands are laid, how they vary, how they shrink. Lengths in m. */
struct PrintParameters {
  std::string rim = "cut";              ///< cut or turns
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
  std::string dimensions = "sintered";  ///< sintered or green: what Scaffold and Print describe
  double shrinkage = 0.191;             ///< linear, from green to sintered

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

  void declare(params::Registry &registry);

  /** @throws params::InputError naming the key at fault where values do not go together. */
  void check(const params::Registry &registry) const;

  /** What it is read from; no names where it is not. */
  std::vector<std::string> files() const { return {surface.file, image.volume.file}; }

  /** Lengths of Scaffold and Print as they are when the specimen comes out of the furnace. */
  GeometryParameters as_sintered() const;
};

} // namespace lacuna::geometry
