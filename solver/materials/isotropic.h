// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <deal.II/base/symmetric_tensor.h>

namespace lacuna::materials {

using Stress = dealii::SymmetricTensor<2, 3>;

/** Isotropic linear elasticity, σ = λ tr ε I + 2 μ ε. */
struct Isotropic {
  double youngs_modulus; ///< Pa
  double poissons_ratio;

  double lambda() const {
    return youngs_modulus * poissons_ratio / ((1. + poissons_ratio) * (1. - 2. * poissons_ratio));
  }
  double mu() const { return youngs_modulus / (2. * (1. + poissons_ratio)); }

  /** Stress (Pa) of a displacement gradient. */
  Stress stress(const dealii::Tensor<2, 3> &gradient) const {
    const Stress strain = dealii::symmetrize(gradient);
    return lambda() * dealii::trace(strain) * dealii::unit_symmetric_tensor<3>() +
           2. * mu() * strain;
  }

  /** σ : C⁻¹ σ, twice the energy density (Pa). */
  double complementary_energy(const Stress &stress) const {
    const double trace = dealii::trace(stress);
    return ((1. + poissons_ratio) * (stress * stress) - poissons_ratio * trace * trace) /
           youngs_modulus;
  }
};

} // namespace lacuna::materials
