// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <solver/fracture/averaged_stress.h>
#include <solver/materials/material_parameters.h>

namespace lacuna::fracture {

/**
 * Factor on the load at which the largest averaged principal stress reaches the tensile strength;
 * infinite without tension. Averaged over (KIC/σt)² / (2π), it is 1.01 σt at the tip of a crack
 * under mode I with K = KIC, and σ₁ under uniform tension: both limits of strength come out of one
 * rule.
 */
double first_crack_factor(const AveragedStress &stress,
                          const materials::MaterialParameters &material);

} // namespace lacuna::fracture
