// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <solver/fracture/averaged_stress.h>
#include <solver/materials/material_parameters.h>
#include <solver/mechanics/adaptive_modulus.h>

#include <memory>

namespace lacuna::fracture {

/** Strength of a linear solution; stresses of the specimen in Pa. */
struct LinearStrength {
  /** Infinite without tension; of the weakest link the median. */
  adaptivity::Value strength;
  double strain;             ///< of the specimen, at the strength
  double first_crack_stress; ///< Pa
  double effective_volume;   ///< of the weakest link, m³; not a number for the first crack
};

/**
 * Follows a strength over the grids of a compression: the strain that breaks the specimen on the
 * last of them times the limit of the modulus. Its relative error is that of the modulus and of the
 * strain: what the last grid that was finer at notches changed, or half of what the one before did,
 * and half of what recovered stress would change; on the first grid all of that.
 */
class StrengthOnGrids {
public:
  /** @param by_weakest_link In the place of the first crack. */
  StrengthOnGrids(const materials::MaterialParameters &material, bool by_weakest_link);

  /** Reads the strength from the solution of the last pass. Collective. */
  const LinearStrength &read(const mechanics::AdaptiveModulus &adaptive);

  /** What the grids so far gave. */
  void serialize(checkpoint::Numbers &state);

  /** What it was last read from. */
  const AveragedStress &stress() const { return *stress_; }

private:
  double strain_by_recovered_stress(const mechanics::AdaptiveModulus &adaptive) const;

  const materials::MaterialParameters &material_;
  bool by_weakest_link_;
  LinearStrength strength_;
  double change_; ///< of the strain by refinement at notches, as far as it counts; relative
  std::unique_ptr<AveragedStress> stress_;
};

} // namespace lacuna::fracture
