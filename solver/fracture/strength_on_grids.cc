// SPDX-License-Identifier: LGPL-2.1-or-later
#include <solver/fracture/strength_on_grids.h>

#include <solver/fracture/first_crack.h>
#include <solver/fracture/weakest_link.h>

#include <cmath>

namespace lacuna::fracture {

StrengthOnGrids::StrengthOnGrids(const materials::MaterialParameters &material,
                                 bool by_weakest_link)
    : material_(material),
      by_weakest_link_(by_weakest_link), strength_{{std::nan(""), std::nan("")},
                                                   std::nan(""),
                                                   std::nan(""),
                                                   std::nan("")},
      change_(std::nan("")) {}

const LinearStrength &StrengthOnGrids::read(const mechanics::AdaptiveModulus &adaptive) {
  const double before = strength_.strain, by_recovered = strain_by_recovered_stress(adaptive);
  const mechanics::Compression &solution = adaptive.solution();
  stress_ = std::make_unique<AveragedStress>(solution.elasticity(), solution.displacement(),
                                             material_.averaging_length());
  const adaptivity::Value modulus = adaptive.modulus();
  strength_.strain = first_crack_factor(*stress_, material_);
  strength_.first_crack_stress = strength_.strain * modulus.value;
  if (by_weakest_link_) {
    const WeakestLink weakest = weakest_link(*stress_, material_, adaptive.n_parts());
    strength_.strain = weakest.load_factor.median();
    strength_.effective_volume = weakest.effective_volume;
  }
  const double change = std::abs(strength_.strain - before) / strength_.strain;
  // Steps halve at notches; a smaller one may be so by chance. A grid that is no finer there says
  // nothing of the error.
  const bool is_finer = adaptive.passes().back().refined_notches;
  change_ = std::fmax(change, (is_finer ? 0.5 : 1.) * change_);
  const double missed = std::abs(1. - strength_.strain / by_recovered);
  const double error = std::isnan(change_) ? missed : change_ + missed / 2.;
  strength_.strength = {strength_.strain * modulus.value,
                        strength_.strain * (error * modulus.value + modulus.error)};
  return strength_;
}

double
StrengthOnGrids::strain_by_recovered_stress(const mechanics::AdaptiveModulus &adaptive) const {
  const mechanics::Compression &solution = adaptive.solution();
  const operators::Vector nodal = solution.nodal_stress();
  const AveragedStress stress(solution.elasticity(), solution.displacement(),
                              material_.averaging_length(), &nodal);
  return by_weakest_link_ ? weakest_link(stress, material_, adaptive.n_parts()).load_factor.median()
                          : first_crack_factor(stress, material_);
}

void StrengthOnGrids::serialize(checkpoint::Numbers &state) {
  for (double *x : {&strength_.strength.value, &strength_.strength.error, &strength_.strain,
                    &strength_.first_crack_stress, &strength_.effective_volume, &change_})
    state.serialize(*x);
}

} // namespace lacuna::fracture
