// SPDX-License-Identifier: LGPL-2.1-or-later
#include <solver/transport/diffusion_stepper.h>

#include <algorithm>
#include <cmath>

namespace lacuna::transport {

using operators::FiniteCell;

namespace {

/** Stiffness of the void part of cut cells: none of the balance may hide there. */
constexpr double fictitious_fraction = 1e-6;

/** The largest step is the duration over two to this power. */
constexpr unsigned int largest_step_halvings = 5;

// TR-BDF2 as a Runge–Kutta scheme: stages at 0, γ, 1; weights (w, w, d); companion weights.
const double gamma_ = 2. - std::sqrt(2.);
const double d_ = gamma_ / 2.;
const double w_ = std::sqrt(2.) / 4.;
const std::array<double, 3> weights = {w_, w_, d_};
const std::array<double, 3> companion = {(1. - w_) / 3., (3. * w_ + 1.) / 3., d_ / 3.};

/**
 * The balance closes to the first. The error of a step decides on its size, which must not depend
 * on the number of ranks.
 */
constexpr double solver_tolerance = 1e-8, error_tolerance = 1e-4;

} // namespace

DiffusionStepper::DiffusionStepper(const operators::FiniteCellSpace &space,
                                   const DiffusionProblem &problem, double duration,
                                   double tolerance)
    : space_(space), problem_(problem), duration_(duration), tolerance_(tolerance),
      form_(space, {0., 1., problem.diffusivity, problem.decay, problem.clearance},
            fictitious_fraction, 0.),
      surface_(space.make_vector(1)), concentration_(space.make_vector(1)),
      previous_(space.make_vector(1)) {
  mass_ = multigrid::make_operator(space, form_.with(1., 0.));
  stiffness_ = multigrid::make_operator(space, form_);
  Vector ones = space.make_vector(1);
  ones = 1.;
  volume_ = space.make_vector(1);
  mass_->vmult(volume_, ones);
  clearance_ = space.make_vector(1);
  const operators::ReactionDiffusion clearance(space, {0., 1., 0., 0., problem.clearance},
                                               fictitious_fraction, 0.);
  multigrid::make_operator(space, clearance)->vmult(clearance_, ones);
  assemble_surface();
  set_step(1);
}

void DiffusionStepper::assemble_surface() {
  const operators::ReferenceElement element(space_.degree(), space_.moments());
  for (const FiniteCell &cell : space_.cells()) {
    if (cell.cell_class != octree::CellClass::cut)
      continue;
    std::vector<double> values(space_.n_nodes_per_cell(), 0.);
    for (const auto &point : space_.moments().on(space_.octree().pieces(cell.cell).surface)) {
      const auto shape = element.values_at(cell.box().real_to_unit(point.position));
      for (unsigned int a = 0; a < values.size(); ++a)
        values[a] += point.weight * shape[a];
      surface_area_ += point.weight;
    }
    space_.scatter_add(values.data(), 1, cell, surface_);
  }
  surface_.compress(dealii::VectorOperation::add);
  surface_area_ = dealii::Utilities::MPI::sum(surface_area_, space_.communicator());
}

void DiffusionStepper::set_step(unsigned long step) {
  step_ = step;
  const double dt = duration_ * step / n_finest_;
  implicit_.reset();
  implicit_ = multigrid::make_operator(space_, form_.with(1., d_ * dt));
}

double DiffusionStepper::amount() const {
  return volume_ * concentration_;
}

/** s(t) − K c. */
Vector DiffusionStepper::rate(double t, const Vector &c) const {
  Vector result = space_.make_vector(1);
  stiffness_->vmult(result, c);
  result.sadd(-1., problem_.flux(t), surface_);
  return result;
}

void DiffusionStepper::step() {
  while (!try_step())
    set_step(step_ / 2);
}

bool DiffusionStepper::try_step() {
  const double dt = duration_ * step_ / n_finest_;
  const std::array<double, 3> times = {time_, time_ + gamma_ * dt, time_ + dt};
  std::array<Vector, 3> stages = {concentration_, concentration_, concentration_};
  std::array<Vector, 3> rates;
  rates[0] = rate(times[0], stages[0]);

  Vector constant = space_.make_vector(1), b = space_.make_vector(1);
  mass_->vmult(constant, concentration_);
  for (unsigned int i = 1; i < 3; ++i) {
    b = constant;
    for (unsigned int j = 0; j < i; ++j)
      b.add(dt * (i == 1 ? d_ : w_), rates[j]);
    b.add(dt * d_ * problem_.flux(times[i]), surface_);
    // From the line through the concentrations before.
    if (i == 2) {
      stages[2].sadd(1. - 1. / gamma_, 1. / gamma_, stages[1]);
    } else if (time_ > 0.) {
      const double ahead = gamma_ * dt / (time_ - previous_time_);
      stages[1].sadd(1. + ahead, -ahead, previous_);
    }
    n_iterations_ += implicit_->solve(stages[i], b, solver_tolerance).iterations;
    rates[i] = rate(times[i], stages[i]);
  }

  b = 0.;
  for (unsigned int i = 0; i < 3; ++i)
    b.add(dt * (weights[i] - companion[i]), rates[i]);
  Vector error = space_.make_vector(1);
  n_iterations_ += implicit_->solve(error, b, error_tolerance).iterations;
  const double peak = std::max(peak_, stages[2].linfty_norm());
  const double relative = peak > 0. ? error.linfty_norm() / peak : 0.;
  if (!(relative <= tolerance_) && step_ > 1)
    return false;

  for (unsigned int i = 0; i < 3; ++i) {
    balance_.released += dt * weights[i] * problem_.flux(times[i]) * surface_area_;
    balance_.degraded += dt * weights[i] * problem_.decay * (volume_ * stages[i]);
    balance_.cleared += dt * weights[i] * (clearance_ * stages[i]);
  }
  peak_ = peak;
  previous_ = concentration_;
  previous_time_ = time_;
  concentration_ = stages[2];
  concentration_.update_ghost_values();
  position_ += step_;
  time_ = duration_ * position_ / n_finest_;
  ++n_steps_;
  // The error of a step falls with its third power.
  const bool can_grow =
      step_ < (n_finest_ >> largest_step_halvings) && position_ % (2 * step_) == 0;
  if (can_grow && 10. * relative < tolerance_)
    set_step(2 * step_);
  return true;
}

} // namespace lacuna::transport
