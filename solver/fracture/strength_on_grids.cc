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
                                                   std::nan("")} {}

const LinearStrength &StrengthOnGrids::read(const mechanics::AdaptiveModulus &adaptive) {
  const mechanics::Pass &pass = adaptive.passes().back();
  const mechanics::Compression &solution = adaptive.solution();
  stress_ = std::make_unique<AveragedStress>(solution.elasticity(), solution.displacement(),
                                             material_.averaging_length());
  strength_.strain = first_crack_factor(*stress_, material_);
  strength_.first_crack_stress = strength_.strain * pass.modulus;
  if (by_weakest_link_) {
    const WeakestLink weakest = weakest_link(*stress_, material_, adaptive.n_parts());
    strength_.strain = weakest.load_factor.median();
    strength_.effective_volume = weakest.effective_volume;
  }
  const double value = strength_.strain * pass.modulus;
  const double step = std::abs(value - strength_.strength.value);
  // A grid that is no finer at notches says nothing of the error there.
  const double error = pass.refined_notches ? step : std::fmax(step, strength_.strength.error);
  strength_.strength = {value, error};
  return strength_;
}

void StrengthOnGrids::serialize(checkpoint::Numbers &state) {
  for (double *x : {&strength_.strength.value, &strength_.strength.error, &strength_.strain,
                    &strength_.first_crack_stress, &strength_.effective_volume})
    state.serialize(*x);
}

} // namespace lacuna::fracture
