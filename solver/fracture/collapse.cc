// SPDX-License-Identifier: LGPL-2.1-or-later
#include <solver/fracture/collapse.h>

#include <solver/multigrid/matrix_free_operator.h>

#include <algorithm>

namespace lacuna::fracture {

namespace {

constexpr double solver_tolerance = 1e-6;

/** Damage has settled where it changes by less than this between passes. */
constexpr double settled_change = 1e-4;

/** A step of more passes than this makes the next one shorter, of fewer longer. */
constexpr unsigned int many_passes = 30, few_passes = 10;
constexpr double shortest_step = 1. / 16.;

} // namespace

Collapse::Collapse(const operators::Elasticity &elasticity, const PhaseFieldLaw &law,
                   operators::DirichletValues held,
                   const std::function<double(const operators::Point &)> &strength)
    : elasticity_(elasticity),
      phase_field_(elasticity.space(), law, elasticity.fictitious_stiffness(), strength),
      held_(std::move(held)), displacement_(elasticity.space().make_vector(3)) {
  for (const auto &[unknown, value] : held_)
    motion_ = std::max(motion_, std::abs(value));
  motion_ = dealii::Utilities::MPI::max(motion_, elasticity.space().communicator());
}

const CollapseStep &Collapse::peak() const {
  return *std::max_element(steps_.begin(), steps_.end(),
                           [](const auto &a, const auto &b) { return a.force < b.force; });
}

void Collapse::run(const CollapseControl &control,
                   const std::function<void(const CollapseStep &)> &report) {
  double increment = control.strain_step;
  double strain = control.first_strain;
  while (steps_.size() < control.max_steps) {
    steps_.push_back(step(strain, control.max_passes));
    const CollapseStep &last = steps_.back();
    report(last);
    if (last.strain >= control.stop_strain || last.force < control.stop_share * peak().force)
      return;
    if (last.passes > many_passes)
      increment = std::max(0.5 * increment, shortest_step * control.strain_step);
    else if (last.passes < few_passes)
      increment = std::min(2. * increment, control.strain_step);
    strain = std::min(strain + increment, control.stop_strain);
  }
}

CollapseStep Collapse::step(double strain, unsigned int max_passes) {
  CollapseStep result{};
  result.strain = strain;
  // From the last displacement on, in proportion.
  if (!steps_.empty())
    displacement_ *= strain / steps_.back().strain;
  do {
    deform(result);
    result.settled = phase_field_.follow(displacement_) < settled_change;
    ++result.passes;
  } while (!result.settled && result.passes < max_passes);
  deform(result);
  phase_field_.accept();
  result.dissipated = phase_field_.crack_energy();
  const CollapseStep before = steps_.empty() ? CollapseStep{} : steps_.back();
  result.work =
      before.work + 0.5 * (before.force + result.force) * motion_ * (strain - before.strain);
  return result;
}

void Collapse::deform(CollapseStep &result) {
  const auto &space = elasticity_.space();
  const operators::WeightedCells cells = phase_field_.degraded_cells();
  const operators::FormCoefficients<3> form{elasticity_.material().lambda(),
                                            elasticity_.material().mu()};
  const operators::Stabilization stabilization{elasticity_.fictitious_stiffness(), 0.};
  operators::DirichletValues held = held_;
  for (auto &[unknown, value] : held)
    value *= result.strain;
  const multigrid::MatrixFreeOperator<3> op(space.communicator(), cells, space.numbering(), form,
                                            stabilization, held);
  result.iterations += op.solve(displacement_, space.make_vector(3), solver_tolerance).iterations;

  Vector force = space.make_vector(3);
  multigrid::MatrixFreeOperator<3>(space.communicator(), cells, space.numbering(), form,
                                   stabilization)
      .vmult(force, displacement_);
  result.stored = 0.5 * (force * displacement_);
  double work = 0.; // of a unit of strain
  for (const auto &[unknown, value] : held_)
    if (unknown < 3 * space.n_owned_nodes())
      work += force.local_element(unknown) * value;
  result.force = dealii::Utilities::MPI::sum(work, space.communicator()) / motion_;
}

} // namespace lacuna::fracture
