// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <solver/checkpoint/common_state.h>
#include <solver/fracture/strength_on_grids.h>
#include <solver/study/stages/stage.h>

namespace lacuna::study {

/**
 * A scaffold, the specimen or a block of it, compressed on grids refined to `Accuracy`, with its
 * strength at the first crack or by its weakest link. A specimen that others correct has the first
 * grid alone.
 */
class ElasticCompression {
public:
  /** `work` and `scaffold` must outlive this. */
  ElasticCompression(const SpecimenWork &work, const geometry::Scaffold &scaffold);

  /**
   * Throws std::runtime_error where the error bar leaves nothing of the modulus. Collective.
   *
   * @param done Told the share of the work that is done.
   * @param states What is known is kept there before each further grid; none to keep nothing.
   */
  observables::CompressionResult run(const std::function<void(double)> &done,
                                     checkpoint::CommonState *states = nullptr);

  const Numerics &numerics() const { return numerics_; }

  /** solid.pvd: fields at 1 % compression. Collective. */
  void write_fields() const;

private:
  void serialize(observables::CompressionResult &result, checkpoint::Numbers &state);
  void read(const mechanics::Pass &pass, observables::CompressionResult &result);
  void say(const mechanics::Pass &pass, const observables::CompressionResult &result) const;
  /** Of parts left out and of gaps that cells join. */
  void warn() const;
  /** Modulus and strength of the first grid by what refinement changed in other specimens. */
  void correct(observables::CompressionResult &result) const;

  const SpecimenWork &work_;
  const SpecimenParameters &p_;
  const geometry::Scaffold &scaffold_;
  bool has_strength_, by_weakest_link_;
  mechanics::AdaptiveModulus adaptive_;
  fracture::StrengthOnGrids strength_;
  Numerics numerics_;
};

} // namespace lacuna::study
