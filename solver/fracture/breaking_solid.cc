// SPDX-License-Identifier: LGPL-2.1-or-later
#include <solver/fracture/breaking_solid.h>

namespace lacuna::fracture {

namespace {

constexpr double solver_tolerance = 1e-6;

/** A multigrid cycle serves until damage somewhere has changed by more than this. */
constexpr double little_change = 0.1;

} // namespace

BreakingSolid::BreakingSolid(const octree::Octree &octree, const BreakingModel &model)
    : bears_pressure_(model.bears_pressure),
      space_(octree, 1), form_{model.elasticity.lambda(), model.elasticity.mu(),
                               model.elasticity.youngs_modulus},
      stabilization_{model.fictitious_stiffness, 0.},
      phase_field_(space_, model.law, model.fictitious_stiffness, model.strength),
      held_(model.held(space_)), displacement_(space_.make_vector(3)), before_(displacement_) {
  for (const auto &[unknown, value] : held_)
    motion_ = std::max(motion_, std::abs(value));
  motion_ = dealii::Utilities::MPI::max(motion_, space_.communicator());
}

void BreakingSolid::restart(double strain, const Vector &displacement, const Vector &damage) {
  strain_ = strain;
  displacement_ = displacement;
  phase_field_.restart(damage);
}

void BreakingSolid::begin(double strain) {
  if (strain_ > 0.)
    displacement_ *= strain / strain_;
  strain_ = strain;
  before_ = displacement_;
  phase_field_.reject();
  preconditioner_.reset();
}

BreakingSolid::Operator BreakingSolid::degraded(const operators::WeightedCells &cells,
                                                const operators::DirichletValues &held) const {
  return Operator(space_.communicator(), cells, space_.numbering(), form_, stabilization_, held,
                  borne_);
}

unsigned int BreakingSolid::deform() {
  operators::DirichletValues held = held_;
  for (auto &[unknown, value] : held)
    value *= strain_;
  auto present = std::make_unique<Degraded>();
  if (bears_pressure_)
    borne_ = phase_field_.borne_cells(before_);
  present->cells = phase_field_.degraded_cells();
  present->damage = phase_field_.damage();
  present->op.emplace(degraded(present->cells, held));
  if (preconditioner_) {
    Vector change = present->damage;
    change -= preconditioner_->damage;
    if (change.linfty_norm() > little_change)
      preconditioner_.reset();
    else
      present->op->precondition_as(*preconditioner_->op);
  }
  const unsigned int iterations =
      present->op->solve(displacement_, space_.make_vector(3), solver_tolerance).iterations;
  if (!preconditioner_)
    preconditioner_ = std::move(present);
  return iterations;
}

BreakingSolid::Measured BreakingSolid::measure() const {
  const operators::WeightedCells cells = phase_field_.degraded_cells();
  Vector force = space_.make_vector(3);
  degraded(cells, {}).vmult(force, displacement_);
  double work = 0.; // of a unit of strain
  for (const auto &[unknown, value] : held_)
    if (unknown < 3 * space_.n_owned_nodes())
      work += force.local_element(unknown) * value;
  return {dealii::Utilities::MPI::sum(work, space_.communicator()) / motion_,
          0.5 * (force * displacement_)};
}

} // namespace lacuna::fracture
