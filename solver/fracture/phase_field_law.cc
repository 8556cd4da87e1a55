// SPDX-License-Identifier: LGPL-2.1-or-later
#include <solver/fracture/phase_field_law.h>

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

double PhaseFieldLaw::drive(const dealii::Tensor<2, 3> &gradient, double strength) const {
  if (kind_ == Kind::at2)
    return 2. * length_ / toughness_ * tensile_energy(elasticity_, gradient);
  const double tension = materials::largest_principal(elasticity_.stress(gradient));
  return square(std::max(0., tension) / (strength_ * strength));
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
