// SPDX-License-Identifier: LGPL-2.1-or-later
#include <solver/mechanics/bounds.h>
#include <solver/mechanics/engineering_constants.h>

namespace lacuna::mechanics {

using Matrix = dealii::FullMatrix<double>;

namespace {

/** The void part of cut cells holds loose bodies by about 1e-6 of the solid's stiffness. */
constexpr double least_stiffness = 1e-4;

} // namespace

bool bears_every_load(const Matrix &stiffness, double youngs_modulus) {
  return eigenvalues(stiffness).front() > least_stiffness * youngs_modulus;
}

Matrix compliance(const Matrix &stiffness) {
  Matrix result(6, 6);
  result.invert(stiffness);
  return result;
}

EngineeringConstants engineering_constants(const Matrix &stiffness) {
  const Matrix &c = stiffness, s = compliance(stiffness);
  EngineeringConstants result{};
  double c11 = 0., c12 = 0., c44 = 0.;
  unsigned int pair = 0;
  for (unsigned int i = 0; i < 3; ++i) {
    result.youngs_modulus[i] = 1. / s(i, i);
    result.shear_modulus[i] = 1. / s(3 + i, 3 + i);
    c11 += c(i, i) / 3.;
    c44 += c(3 + i, 3 + i) / 3.;
    for (unsigned int j = 0; j < 3; ++j)
      if (j != i) {
        c12 += c(i, j) / 6.;
        result.poissons_ratio[pair++] = -s(j, i) / s(i, i);
      }
  }
  result.bulk_modulus = (c11 + 2. * c12) / 3.;
  result.zener_ratio = 2. * c44 / (c11 - c12);
  return result;
}

double youngs_modulus(const Matrix &compliance, const dealii::Tensor<1, 3> &n) {
  // Stress n ⊗ n in Voigt order; with the compliance of engineering shear no factors enter.
  const std::array<double, 6> stress = {n[0] * n[0], n[1] * n[1], n[2] * n[2],
                                        n[1] * n[2], n[0] * n[2], n[0] * n[1]};
  double inverse = 0.;
  for (unsigned int i = 0; i < 6; ++i)
    for (unsigned int j = 0; j < 6; ++j)
      inverse += stress[i] * compliance(i, j) * stress[j];
  return 1. / inverse;
}

} // namespace lacuna::mechanics
