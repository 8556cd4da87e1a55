// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <deal.II/base/tensor.h>
#include <deal.II/lac/full_matrix.h>

#include <array>

namespace lacuna::mechanics {

/** What a stiffness means along the axes. */
struct EngineeringConstants {
  std::array<double, 3> youngs_modulus; ///< Pa; along x, y, z
  std::array<double, 3> shear_modulus;  ///< Pa; yz, xz, xy
  /** xy, xz, yx, yz, zx, zy: ν_ij = −ε_j / ε_i under load along i. */
  std::array<double, 6> poissons_ratio;
  double bulk_modulus; ///< Pa; of Voigt, C_iijj / 9
  /** 2 C44 / (C11 − C12), each the mean over the axes; 1 is isotropic. */
  double zener_ratio;
};

/**
 * True if the solid bears every load; the compliance is meaningless otherwise. What is less than
 * 1e-4 of the material's Young's modulus (Pa) is no more than what holds loose bodies in their cut
 * cells.
 */
bool bears_every_load(const dealii::FullMatrix<double> &stiffness, double youngs_modulus);

/** 6 × 6 (1/Pa) of a stiffness that bears every load. */
dealii::FullMatrix<double> compliance(const dealii::FullMatrix<double> &stiffness);

/** Of a stiffness (Pa; 6 × 6, Voigt with engineering shear) that bears every load. */
EngineeringConstants engineering_constants(const dealii::FullMatrix<double> &stiffness);

/** Young's modulus (Pa) along a unit vector: 1/E = S_ijkl n_i n_j n_k n_l. */
double youngs_modulus(const dealii::FullMatrix<double> &compliance,
                      const dealii::Tensor<1, 3> &direction);

} // namespace lacuna::mechanics
