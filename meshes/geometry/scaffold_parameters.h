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

/** Section Print: how strands of one specimen vary. Only a woodpile does. */
struct PrintParameters {
  double diameter_variation = 0.03;  ///< standard deviation over mean
  double position_variation = 10e-6; ///< standard deviation across the strand, m

  void declare(params::Registry &registry);
};

/**
 * Checks each section and what they ask of each other.
 *
 * @throws params::InputError naming the key at fault.
 */
void check(const params::Registry &registry, const ScaffoldParameters &scaffold,
           const EnvelopeParameters &envelope, const PrintParameters &print);

} // namespace lacuna::geometry
