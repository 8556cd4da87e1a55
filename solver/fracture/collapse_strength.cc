// SPDX-License-Identifier: LGPL-2.1-or-later
#include <solver/fracture/collapse_strength.h>

#include <algorithm>
#include <cmath>

namespace lacuna::fracture {

adaptivity::Value collapse_strength(double largest_stress, double modulus_of_test,
                                    double modulus_of_specimen) {
  constexpr double cell_dependence = 0.15;
  const double error =
      std::max(cell_dependence, std::abs(modulus_of_test / modulus_of_specimen - 1.));
  return {largest_stress, error * largest_stress};
}

adaptivity::Value strength_by_block(const adaptivity::Value &first_crack,
                                    const adaptivity::Value &first_crack_of_block,
                                    const adaptivity::Value &strength_of_block) {
  const double ratio = first_crack.value / first_crack_of_block.value,
               error = first_crack.error / first_crack.value +
                       first_crack_of_block.error / first_crack_of_block.value;
  return {ratio * strength_of_block.value,
          ratio * (strength_of_block.error + error * strength_of_block.value)};
}

} // namespace lacuna::fracture
