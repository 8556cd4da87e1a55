// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <params/reader/registry.h>
#include <solver/materials/material_parameters.h>

namespace lacuna::fracture {

/** How a specimen is compressed until it fails; SI units. */
struct CollapseParameters {
  double cell_size, length_scale, speed, stop_load, stop_strain;
  unsigned int steps_to_first_crack, max_steps;

  void declare(params::Registry &registry);
  /** Throws params::InputError where the length scale suits neither cells nor material. */
  void check(const materials::MaterialParameters &material, const params::Registry &registry) const;

  /** Of the phase field (m). */
  double length() const { return length_scale > 0. ? length_scale : 2. * cell_size; }
};

} // namespace lacuna::fracture
