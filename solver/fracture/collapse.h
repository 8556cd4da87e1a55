// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <solver/fracture/phase_field.h>
#include <solver/operators/elasticity.h>
#include <solver/operators/operator.h>

namespace lacuna::fracture {

/** How a specimen is driven; strains are motions of the platen over the specimen's height. */
struct CollapseControl {
  /** First load, within the elastic range or not far above it, and the step from there on. */
  double first_strain, strain_step;
  /** Where to stop: load over the largest one, strain, number of steps. */
  double stop_share, stop_strain;
  unsigned int max_steps;
  /** Passes between displacement and damage in a step at the most. */
  unsigned int max_passes = 200;
};

/** One step of a test. */
struct CollapseStep {
  double strain;
  double force; ///< N
  /** J: of the platen, in the deformed solid, taken by the crack. */
  double work, stored, dissipated;
  unsigned int passes, iterations;
  /** Whether damage had settled within the passes. */
  bool settled;
};

/**
 * Progressive failure under displacement control. In each step the displacement at fixed damage and
 * the damage at fixed displacement are found in turns until damage changes no more (Bourdin et al.
 * 2000, 10.1016/S0022-5096(99)00028-9). Degraded elasticity is the sound form with weights w_q
 * g(d_q). Steps become shorter where damage takes many passes to settle, longer again after.
 */
class Collapse {
public:
  /**
   * @param held Displacements (m) at strain 1; those that are not zero are the platen's, which all
   *   move alike and whose force is measured.
   * `elasticity` and its space, of degree 1, must outlive it.
   */
  Collapse(const operators::Elasticity &elasticity, const PhaseFieldLaw &law,
           operators::DirichletValues held,
           const std::function<double(const operators::Point &)> &strength = nullptr);

  /** Steps until the control says so; calls `report` after each. */
  void run(const CollapseControl &control, const std::function<void(const CollapseStep &)> &report);

  const std::vector<CollapseStep> &steps() const { return steps_; }
  /** The one with the largest force. */
  const CollapseStep &peak() const;
  const PhaseField &phase_field() const { return phase_field_; }
  const Vector &displacement() const { return displacement_; }

private:
  CollapseStep step(double strain, unsigned int max_passes);
  /** Displacement at the present damage; force, stored energy and iterations into `result`. */
  void deform(CollapseStep &result);

  const operators::Elasticity &elasticity_;
  PhaseField phase_field_;
  operators::DirichletValues held_;
  /** Of the platen (m) at strain 1. */
  double motion_ = 0.;
  Vector displacement_;
  std::vector<CollapseStep> steps_;
};

} // namespace lacuna::fracture
