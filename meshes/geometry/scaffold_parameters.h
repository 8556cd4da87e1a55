// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <string>
#include <vector>

namespace lacuna::params {
class Registry;
}

namespace lacuna::geometry {

/** Section Scaffold: the lattice. Lengths in m, angles in rad. */
struct ScaffoldParameters {
  std::string lattice = "woodpile"; ///< woodpile, cylinders or spheres
  double strand_diameter = 400e-6;  ///< also of cylinders and spheres
  double strand_spacing = 800e-6;   ///< centre to centre; also the period of the other lattices
  double strand_offset = 0.5;       ///< first axis from the origin, in spacings
  double layer_height = 320e-6;
  std::vector<double> layer_angles = {0., 1.5707963267948966}; ///< repeated upwards
  std::vector<double> layer_offsets = {0.}; ///< added to strand_offset, in spacings, repeated
  std::string spacing_grading = "1";        ///< factor of the spacing, see SpacingFormula
  double neck_fillet = 20e-6;
  bool invert = false; ///< solid and pore space change places

  void declare(params::Registry &registry);

  /** @throws params::InputError where values do not go together. */
  void check(const params::Registry &registry) const;
};

/** Section Envelope: what is cut from the lattice. Lengths in m. */
struct EnvelopeParameters {
  std::string shape = "cylinder";          ///< cylinder, box or cell
  std::vector<double> size = {6e-3, 6e-3}; ///< diameter, height | x, y, z | not used for a cell

  void declare(params::Registry &registry);

  /** @throws params::InputError where the shape is of another size than given. */
  void check(const params::Registry &registry) const;
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

/** The lengths that the section describes in the specimen as it comes out of the furnace. */
ScaffoldParameters as_sintered(ScaffoldParameters scaffold, const PrintParameters &print);
PrintParameters as_sintered(PrintParameters print);

/**
 * Checks each section and what they ask of each other.
 *
 * @throws params::InputError naming the key at fault.
 */
void check(const params::Registry &registry, const ScaffoldParameters &scaffold,
           const EnvelopeParameters &envelope, const PrintParameters &print);

} // namespace lacuna::geometry
