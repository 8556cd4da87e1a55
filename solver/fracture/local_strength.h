// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <solver/fracture/phase_field.h>

#include <cstdint>

namespace lacuna::fracture {

/**
 * Strength over that of the material which scatters from place to place: one value in each cube of
 * size c, by Weibull's distribution of the volume c³,
 *   P(S < s) = 1 − exp(−(c³/V₀) s^m),
 * so that the weakest of the cubes of any volume is as strong as that volume should be. A pure
 * function of seed and place.
 *
 * @param size c (m).
 */
ScalarFunction weibull_strength(const materials::MaterialParameters &material, double size,
                                std::uint64_t seed);

} // namespace lacuna::fracture
