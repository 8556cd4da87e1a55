// SPDX-License-Identifier: LGPL-2.1-or-later
#include <solver/fracture/first_crack.h>

#include <limits>

namespace lacuna::fracture {

double first_crack_factor(const AveragedStress &stress,
                          const materials::MaterialParameters &material) {
  return stress.peak() > 0. ? material.tensile_strength / stress.peak()
                            : std::numeric_limits<double>::infinity();
}

} // namespace lacuna::fracture
