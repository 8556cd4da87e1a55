// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <deal.II/lac/full_matrix.h>

#include <string>
#include <vector>

namespace lacuna::mechanics {

/**
 * Eigenvalues of a symmetric matrix, ascending. Throws std::runtime_error where an entry is not a
 * number.
 */
std::vector<double> eigenvalues(const dealii::FullMatrix<double> &matrix);

/**
 * Checks an effective property M* of a material M with voids, both symmetric matrices over an
 * orthonormal basis: M* is not negative, it lies below the Voigt bound f M, and below the
 * Hashin–Shtrikman bound for anisotropic arrangements in its trace form (Milton & Kohn 1988)
 *   (1 − f) tr (M − M*)⁻¹ ≤ tr M⁻¹ − f tr Γ.
 *
 * @param share f, the material's share of the volume.
 * @param trace_of_green tr Γ, where Γ is M's answer to a layered polarisation; its trace is the
 *   same for layers of all directions.
 * @param slack Relative error of M*.
 * @throws std::runtime_error saying that `name` breaks which bound.
 */
void check_bounds(const std::string &name, const dealii::FullMatrix<double> &effective,
                  const dealii::FullMatrix<double> &material, double share, double trace_of_green,
                  double slack);

} // namespace lacuna::mechanics
