// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <deal.II/lac/full_matrix.h>

#include <string>

namespace lacuna::observables {

/**
 * Young's modulus in all directions as a closed surface for ParaView (VTP): its distance from the
 * origin is E(n) over the largest one, `E_Pa` is E(n) itself.
 *
 * @param stiffness 6 × 6 (Pa; Voigt with engineering shear), of a solid that bears every load.
 */
std::string directional_modulus_vtp(const dealii::FullMatrix<double> &stiffness);

} // namespace lacuna::observables
