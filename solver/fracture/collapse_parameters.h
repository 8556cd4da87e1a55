// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <params/reader/registry.h>
#include <solver/materials/material_parameters.h>

namespace lacuna::fracture {

/** How a specimen is compressed until it fails; SI units. */
struct CollapseParameters {
  double cell_size, length_scale, correlation_length, speed, stop_load, stop_strain;
  unsigned int block_cells, cells_per_length, steps_to_first_crack, max_steps;

  void declare(params::Registry &registry);
  /** Throws params::InputError where the length scale does not suit the material. */
  void check(const materials::MaterialParameters &material, const params::Registry &registry) const;

  /** Largest cells (m) where the scaffold breaks. */
  double fine_size() const { return length_scale / cells_per_length; }
};

} // namespace lacuna::fracture
