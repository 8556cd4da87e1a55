// SPDX-License-Identifier: LGPL-2.1-or-later
#include <solver/transport/diffusion_stepper.h>

#include <solver/transport/refill.h>

#include <algorithm>
#include <cmath>
#include <stdexcept>

namespace lacuna::transport {

namespace {

/** The largest step is the duration over two to this power. */
constexpr unsigned int largest_step_halvings = 5;

// TR-BDF2 as a Runge–Kutta scheme: stages at 0, γ, 1; weights (w, w, d); companion weights.
const double gamma_ = 2. - std::sqrt(2.);
const double d_ = gamma_ / 2.;
const double w_ = std::sqrt(2.) / 4.;
const std::array<double, 3> weights = {w_, w_, d_};
const std::array<double, 3> companion = {(1. - w_) / 3., (3. * w_ + 1.) / 3., d_ / 3.};

/**
 * Of the systems of a stage. The balance closes to it. Errors of nodes with hardly any volume hide
 * in it and last, where the next systems start from the last solutions: at 1e-8 they are seen by
 * the error of a step, which then keeps its size. Over many steps they add up, too.
 */
double solver_tolerance(double time_tolerance) {
  return std::clamp(1e-6 * time_tolerance, 1e-10, 1e-9);
}

/** The error of a step decides on its size, which must not depend on the number of ranks. */
constexpr double error_tolerance = 1e-3;

/** Beyond these a smaller step is cheaper. */
constexpr unsigned int max_newton_iterations = 12;

/** A step that ends with less than nothing, beyond this share of what was released, is too long. */
constexpr double least_amount = 1e-7;

} // namespace

DiffusionStepper::DiffusionStepper(const operators::FiniteCellSpace &space,
                                   const DiffusionProblem &problem, double duration,
                                   double tolerance)
    : space_(space), problem_(problem), duration_(duration), tolerance_(tolerance),
      own_surface_(problem.surface
                       ? nullptr
                       : std::make_unique<CutSurface>(space, CellParts(space, problem.regions))),
      surface_(problem.surface ? *problem.surface : *own_surface_),
      fluid_(space, problem.diffusivity, problem.decay, problem.clearance, problem.regions,
             problem.flow),
      mass_(fluid_.make_operator(1., 0.)), stiffness_(fluid_.make_operator(0., 1.)), solved_(space),
      shown_(space), slope_(space.make_vector(1)), starting_values_(space) {
  AssertDimension(space.degree(), 1);
  Assert(duration > 0. && tolerance > 0., dealii::ExcMessage("a release must have a duration"));
  if (problem.initial)
    fill(*problem.initial);
  begin();
}

void DiffusionStepper::begin() {
  begin_ = time_;
  position_ = 0;
  longest_step_ = n_finest_ >> largest_step_halvings;
  set_step(1);
}

void DiffusionStepper::fill(const Vector &amounts) {
  const Vector &volume = fluid_.volume();
  for (unsigned int i = 0; i < space_.n_owned_nodes(); ++i)
    solved_.concentration.local_element(i) = amounts.local_element(i) / volume.local_element(i);
  // Where the envelope cuts a cell, its points may give a node less than nothing.
  show();
  shown_.previous = shown_.concentration;
  solved_ = shown_;
  peak_ = solved_.concentration.linfty_norm();
  balance_.released = amount();
}

void DiffusionStepper::change_medium() {
  const double before = amount();
  problem_.changes.apply(fluid_.volume(), shown_.concentration);
  balance_.removed += before - amount();
  shown_.previous = shown_.concentration;
  solved_ = shown_;
  previous_time_ = time_;
  ++n_changes_;
  starting_values_.forget();
  begin();
}

Binding DiffusionStepper::binding(unsigned int node) const {
  Binding result = problem_.binding;
  if (fluid_.sites().size() > 0)
    result.sites *= fluid_.sites().local_element(node);
  return result;
}

void DiffusionStepper::serialize(checkpoint::Numbers &state) {
  for (Vector *x : {&solved_.concentration, &solved_.previous, &solved_.bound,
                    &shown_.concentration, &shown_.bound})
    state.serialize(*x);
  for (double *x : {&begin_, &time_, &previous_time_, &peak_, &bound_peak_, &balance_.released,
                    &balance_.degraded, &balance_.cleared, &balance_.taken_up, &balance_.removed,
                    &balance_.bound, &refilled_})
    state.serialize(*x);
  for (auto *x : {&position_, &step_, &longest_step_, &n_changes_})
    state.serialize(*x);
  starting_values_.serialize(state);
  state.serialize(n_steps_);
  state.serialize(n_iterations_);
  if (state.reads())
    set_step(step_);
}

void DiffusionStepper::set_flux_factor(const std::array<double, 3> &times, double dt) {
  if (!problem_.released)
    return;
  double found = 0.;
  for (unsigned int i = 0; i < 3; ++i)
    found += dt * weights[i] * problem_.flux(times[i]);
  const double wanted = problem_.released(times[2]) - problem_.released(times[0]);
  flux_factor_ = found > 0. ? wanted / found : 1.;
}

void DiffusionStepper::set_step(unsigned long step) {
  step_ = step;
  const double dt = length() * step / n_finest_;
  implicit_.reset();
  implicit_ = fluid_.make_operator(1., d_ * dt);
  starting_values_.set_operator(*implicit_);
}

double DiffusionStepper::amount() const {
  return fluid_.volume() * shown_.concentration;
}

/** s(t) − K c − V r − S u. */
void DiffusionStepper::set_rate(double t, Stage &stage) const {
  stage.rate = space_.make_vector(1);
  stiffness_->vmult(stage.rate, stage.concentration);
  stage.rate.sadd(-1., flux(t), surface_.covered);
  if (problem_.is_linear())
    return;
  for (unsigned int i = 0; i < space_.n_owned_nodes(); ++i)
    stage.rate.local_element(i) -=
        fluid_.volume().local_element(i) * stage.binding.local_element(i) +
        surface_.all.local_element(i) * problem_.uptake.flux(stage.concentration.local_element(i));
}

bool DiffusionStepper::advance() {
  if (must_change_medium())
    change_medium();
  else
    step();
  return true;
}

double DiffusionStepper::share_done() const {
  // Steps grow with time, so that work goes rather with its logarithm.
  return time_ > 0. ? std::clamp(1. + std::log2(time_ / duration_) / 20., 0., 1.) : 0.;
}

void DiffusionStepper::add_exposure(Vector &exposure) const {
  const double dt = time_ - previous_time_;
  exposure.add(0.5 * dt, shown_.previous, 0.5 * dt, shown_.concentration);
}

void DiffusionStepper::step() {
  while (!try_step()) {
    if (step_ == 1)
      throw std::runtime_error("transport: Newton's method does not converge in the finest step");
    set_step(step_ / 2);
  }
}

void DiffusionStepper::linearize(Stage &stage, const Vector &bound_before, double delta,
                                 Vector &excess) {
  for (unsigned int i = 0; i < space_.n_owned_nodes(); ++i) {
    const double c = stage.concentration.local_element(i), before = bound_before.local_element(i);
    const double volume = fluid_.volume().local_element(i);
    const double surface = surface_.all.local_element(i);
    const auto [bound, binding_slope] = binding(i).implicit(c, before, delta);
    const double rate = (bound - before) / delta;
    stage.bound.local_element(i) = bound;
    stage.binding.local_element(i) = rate;
    slope_.local_element(i) = delta * (volume * binding_slope + surface * problem_.uptake.slope(c));
    excess.local_element(i) =
        slope_.local_element(i) * c - delta * (volume * rate + surface * problem_.uptake.flux(c));
  }
}

bool DiffusionStepper::solve_stage(Stage &stage, const Vector &b, const Vector &bound_before,
                                   double delta) {
  if (problem_.is_linear()) {
    starting_values_.predict(stage.concentration, b, nullptr);
    solve(stage.concentration, b, solver_tolerance(tolerance_));
    return true;
  }
  // A c + δ g(c) = b: (A + δ g') c_new = b + δ (g' c − g), until c solves it as it is.
  Vector excess = space_.make_vector(1);
  for (unsigned int i = 0; i < max_newton_iterations; ++i) {
    linearize(stage, bound_before, delta, excess);
    excess += b;
    if (i == 0)
      starting_values_.predict(stage.concentration, excess, &slope_);
    if (solve(stage.concentration, excess, solver_tolerance(tolerance_)) == 0 && i > 0)
      return true;
  }
  return false;
}

unsigned int DiffusionStepper::solve(Vector &x, const Vector &b, double tolerance) {
  const auto report = problem_.is_linear() ? implicit_->solve(x, b, tolerance)
                                           : implicit_->solve_with(slope_, x, b, tolerance);
  n_iterations_ += report.iterations;
  return report.iterations;
}

bool DiffusionStepper::try_step() {
  const double dt = length() * step_ / n_finest_;
  const std::array<double, 3> times = {time_, time_ + gamma_ * dt, time_ + dt};
  set_flux_factor(times, dt);
  std::array<Stage, 3> stages;
  for (Stage &stage : stages)
    stage = {solved_.concentration, solved_.bound, {}, space_.make_vector(1)};
  if (problem_.binding.exists())
    for (unsigned int i = 0; i < space_.n_owned_nodes(); ++i)
      stages[0].binding.local_element(i) =
          binding(i).rate(solved_.concentration.local_element(i), solved_.bound.local_element(i));
  set_rate(times[0], stages[0]);

  Vector constant = space_.make_vector(1), b = constant, bound_before = constant;
  mass_->vmult(constant, solved_.concentration);
  for (unsigned int i = 1; i < 3; ++i) {
    b = constant;
    bound_before = solved_.bound;
    for (unsigned int j = 0; j < i; ++j) {
      const double weight = dt * (i == 1 ? d_ : w_);
      b.add(weight, stages[j].rate);
      bound_before.add(weight, stages[j].binding);
    }
    b.add(dt * d_ * flux(times[i]), surface_.covered);
    // From the line through the concentrations before.
    if (i == 2) {
      stages[2].concentration.sadd(1. - 1. / gamma_, 1. / gamma_, stages[1].concentration);
    } else if (time_ > previous_time_) {
      const double ahead = gamma_ * dt / (time_ - previous_time_);
      stages[1].concentration.sadd(1. + ahead, -ahead, solved_.previous);
    }
    if (!solve_stage(stages[i], b, bound_before, dt * d_))
      return false;
    starting_values_.add(stages[i].concentration);
    set_rate(times[i], stages[i]);
  }

  const double relative = relative_error(stages, dt);
  if (!(relative <= tolerance_) && step_ > 1)
    return false;
  const double left = amount_free(stages[2]), negligible = least_amount * balance_.released;
  if (step_ > 1 && left < -negligible) {
    longest_step_ = step_ / 2;
    return false;
  }
  if (left < negligible)
    longest_step_ = n_finest_ >> largest_step_halvings;
  accept(stages, times, dt);
  // The error of a step falls with its third power.
  const bool can_grow = step_ < longest_step_ && position_ % (2 * step_) == 0;
  if (can_grow && 10. * relative < tolerance_)
    set_step(2 * step_);
  return true;
}

double DiffusionStepper::relative_error(const std::array<Stage, 3> &stages, double dt) {
  const double delta = dt * d_;
  const bool binds = problem_.binding.exists();
  Vector b = space_.make_vector(1), bound = b, error = b;
  for (unsigned int i = 0; i < 3; ++i) {
    b.add(dt * (weights[i] - companion[i]), stages[i].rate);
    bound.add(dt * (weights[i] - companion[i]), stages[i].binding);
  }
  // (1 − δ J) e = what the weights differ by, b's part eliminated as in a stage.
  const auto leaving = [&](unsigned int i) {
    return problem_.binding.leaving(stages[2].concentration.local_element(i));
  };
  if (binds)
    for (unsigned int i = 0; i < space_.n_owned_nodes(); ++i)
      b.local_element(i) += fluid_.volume().local_element(i) * bound.local_element(i) * delta *
                            leaving(i) / (1. + delta * leaving(i));
  solve(error, b, error_tolerance);
  const double peak = std::max(peak_, stages[2].concentration.linfty_norm());
  const double relative = peak > 0. ? error.linfty_norm() / peak : 0.;
  if (!binds)
    return relative;
  for (unsigned int i = 0; i < space_.n_owned_nodes(); ++i) {
    const double vacant = binding(i).sites - stages[2].bound.local_element(i);
    bound.local_element(i) =
        (bound.local_element(i) + delta * problem_.binding.on * vacant * error.local_element(i)) /
        (1. + delta * leaving(i));
  }
  const double bound_peak = std::max(bound_peak_, stages[2].bound.linfty_norm());
  return std::max(relative, bound_peak > 0. ? bound.linfty_norm() / bound_peak : 0.);
}

void DiffusionStepper::accept(const std::array<Stage, 3> &stages,
                              const std::array<double, 3> &times, double dt) {
  for (unsigned int i = 0; i < 3; ++i) {
    const Vector &c = stages[i].concentration;
    balance_.released += dt * weights[i] * flux(times[i]) * surface_.covered_area;
    balance_.degraded += dt * weights[i] * (fluid_.decay() * c);
    balance_.cleared += dt * weights[i] * (fluid_.clearance() * c);
    if (problem_.uptake.exists()) {
      double sum = 0.;
      for (unsigned int node = 0; node < space_.n_owned_nodes(); ++node)
        sum += surface_.all.local_element(node) * problem_.uptake.flux(c.local_element(node));
      balance_.taken_up +=
          dt * weights[i] * dealii::Utilities::MPI::sum(sum, space_.communicator());
    }
  }
  solved_.previous = solved_.concentration;
  shown_.previous = shown_.concentration;
  previous_time_ = time_;
  solved_.concentration = stages[2].concentration;
  solved_.concentration.update_ghost_values();
  solved_.bound = stages[2].bound;
  show();
  balance_.bound = problem_.binding.exists() ? fluid_.volume() * shown_.bound : 0.;
  peak_ = std::max(peak_, solved_.concentration.linfty_norm());
  bound_peak_ = std::max(bound_peak_, solved_.bound.linfty_norm());
  position_ += step_;
  time_ = position_ == n_finest_ ? end() : begin_ + length() * position_ / n_finest_;
  ++n_steps_;
}

double DiffusionStepper::amount_free(const Stage &stage) const {
  double sum = 0.;
  for (unsigned int i = 0; i < space_.n_owned_nodes(); ++i)
    sum += fluid_.volume().local_element(i) *
           (stage.concentration.local_element(i) + std::min(stage.bound.local_element(i), 0.));
  return dealii::Utilities::MPI::sum(sum, space_.communicator());
}

void DiffusionStepper::show() {
  shown_.concentration = solved_.concentration;
  shown_.bound = solved_.bound;
  refilled_ = std::max(
      refilled_, fill_undershoots(space_, fluid_.volume(), shown_.concentration, shown_.bound));
}

} // namespace lacuna::transport
