// SPDX-License-Identifier: LGPL-2.1-or-later
#include <solver/fracture/phase_field_law.h>

#include <solver/materials/principal_stress.h>

#include <fmt/format.h>

#include <stdexcept>

namespace lacuna::fracture {

namespace {

double square(double x) {
  return x * x;
}

/** λ/2 ⟨tr ε⟩² + μ Σ ⟨ε_i⟩² over the principal strains. */
double tensile_energy(const materials::Isotropic &material, const dealii::Tensor<2, 3> &gradient) {
  const materials::Stress strain = dealii::symmetrize(gradient);
  double energy = 0.5 * material.lambda() * square(std::max(0., dealii::trace(strain)));
  for (const double principal : dealii::eigenvalues(strain))
    energy += material.mu() * square(std::max(0., principal));
  return energy;
}

} // namespace

PhaseFieldLaw::PhaseFieldLaw(Kind kind, const materials::MaterialParameters &material,
                             double length, double cell_size)
    : kind_(kind), elasticity_(material.elasticity()), strength_(material.tensile_strength),
      length_(length),
      toughness_(material.energy_release_rate() / (1. + cell_size / (2. * M_PI * length))) {
  half_a1_ = longest(material) * toughness_ / (material.energy_release_rate() * length);
  if (kind == Kind::cohesive && half_a1_ < 1.)
    throw std::invalid_argument(fmt::format("a length scale of {:.3g} m is too long", length));
}

double PhaseFieldLaw::characteristic_length(const materials::MaterialParameters &material) {
  return material.youngs_modulus * material.energy_release_rate() /
         square(material.tensile_strength);
}

double PhaseFieldLaw::longest(const materials::MaterialParameters &material) {
  return 2. / M_PI * characteristic_length(material);
}

void PhaseFieldLaw::drive(const CellPoints::PointGradients &gradients, unsigned int n,
                          const double *strength, double *result) const {
  const auto &g = gradients;
  if (kind_ == Kind::at2) {
    for (unsigned int q = 0; q < n; ++q) {
      dealii::Tensor<2, 3> gradient;
      for (unsigned int i = 0; i < 9; ++i)
        gradient[i / 3][i % 3] = g[i][q];
      result[q] = 2. * length_ / toughness_ * tensile_energy(elasticity_, gradient);
    }
    return;
  }
  const double lambda = elasticity_.lambda(), mu = elasticity_.mu(), usual = strength_;
  for (unsigned int q = 0; q < n; ++q) {
    const double volumetric = lambda * (g[0][q] + g[4][q] + g[8][q]);
    const double tension =
        materials::largest_principal(volumetric + 2. * mu * g[0][q], volumetric + 2. * mu * g[4][q],
                                     volumetric + 2. * mu * g[8][q], mu * (g[5][q] + g[7][q]),
                                     mu * (g[2][q] + g[6][q]), mu * (g[1][q] + g[3][q]));
    result[q] = square(std::max(0., tension) / (usual * strength[q]));
  }
}

double PhaseFieldLaw::stiffness(double d) const {
  const double n = square(1. - d);
  return kind_ == Kind::cohesive ? n / denominator(d) : n;
}

double PhaseFieldLaw::residual(double d, double drive) const {
  if (kind_ == Kind::at2)
    return d - (1. - d) * drive;
  return (1. - d) * (1. - drive / square(denominator(d)));
}

double PhaseFieldLaw::slope(double d, double drive) const {
  if (kind_ == Kind::at2)
    return 1. + drive;
  const double over = denominator(d);
  return std::max(0.,
                  drive / square(over) * (1. + 4. * (half_a1_ - 1.) * square(1. - d) / over) - 1.);
}

double PhaseFieldLaw::crack_energy(double d, double gradient_square) const {
  const double spread = square(length_) * gradient_square;
  return kind_ == Kind::cohesive ? toughness_ / (M_PI * length_) * (2. * d - d * d + spread)
                                 : toughness_ / (2. * length_) * (d * d + spread);
}

} // namespace lacuna::fracture
