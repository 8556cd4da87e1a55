// SPDX-License-Identifier: LGPL-2.1-or-later
#include <solver/transport/linear_evolution.h>

#include <solver/transport/refill.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <set>

namespace lacuna::transport {

namespace {

/** The longest step is the time between two changes of the medium over two to this power. */
constexpr unsigned int longest_step_halvings = 5;

/** Steps after which the next ones are twice as long. */
constexpr unsigned int n_alike = 4;

/** Of an interval to its first step, at the least. */
constexpr unsigned int least_halvings = 8;

/** ∫₀ᵗ e^(−λ s) ds */
double integral_of_decay(double rate, double t) {
  return rate * t > 0. ? -std::expm1(-rate * t) / rate : t;
}

/** Times at which the error of an interval is looked at: each half of the one after. */
std::vector<double> octaves(double length, unsigned int n_halvings) {
  std::vector<double> times;
  for (unsigned int i = n_halvings + 1; i-- > 0;)
    times.push_back(std::ldexp(length, -int(i)));
  return times;
}

template <typename Make>
RationalKrylov::Course course(const std::vector<double> &times, const Make &make) {
  RationalKrylov::Course result = {make(0.)};
  for (const double t : times)
    result.push_back(make(t));
  return result;
}

} // namespace

LinearEvolution::LinearEvolution(const operators::FiniteCellSpace &space,
                                 const DiffusionProblem &problem, const Delivery &delivery,
                                 double duration, double tolerance)
    : problem_(space, problem), binding_(problem.binding), uptake_(problem.uptake),
      changes_(problem.changes), covered_area_(problem.surface->covered_area), delivery_(delivery),
      duration_(duration), tolerance_(changes_.times.empty() ? tolerance : 0.5 * tolerance),
      shown_(space.make_vector(1)), previous_(shown_), bound_(shown_), integral_(shown_) {
  if (delivery.load() > 0.) {
    // As if the medium was never changed, which is an upper bound, and after its last change.
    const double last = changes_.times.empty() ? 0. : changes_.times.back();
    const double shortest = shortest_interval();
    std::vector<RationalKrylov::Course> courses;
    for (const double from : std::set<double>{0., last})
      courses.push_back(course(octaves(duration - from, n_halvings(duration - from)),
                               [&delivery, from](double t) {
                                 return [&delivery, from, t](double rate) {
                                   return delivery.held(rate, from, from + t);
                                 };
                               }));
    source_ = std::make_unique<RationalKrylov>(
        problem_, problem_.source(), nullptr,
        std::pair(1. / duration, std::ldexp(1. / shortest, n_halvings(shortest))), courses,
        tolerance_);
  }
  if (problem.initial) {
    for (unsigned int i = 0; i < space.n_owned_nodes(); ++i)
      shown_.local_element(i) =
          problem.initial->local_element(i) / problem_.fluid().volume().local_element(i);
    show(problem_.join(shown_, bound_));
    initial_ = balance_.released = amount();
    begin();
  }
}

void LinearEvolution::begin() {
  begin_ = previous_time_ = time_;
  position_ = 0;
  previous_ = shown_;
  integral_ = 0.;
  if (start_)
    n_iterations_before_ += start_->n_iterations();
  start_.reset();
  if (shown_.linfty_norm() > 0. || bound_.linfty_norm() > 0.)
    start_ = make_start();
}

std::unique_ptr<RationalKrylov> LinearEvolution::make_start() const {
  const Vector x = problem_.join(shown_, bound_);
  const double length = end() - begin_;
  const auto decay = [](double t) { return [t](double rate) { return std::exp(-rate * t); }; };
  return std::make_unique<RationalKrylov>(
      problem_, problem_.mass(x), &x,
      std::pair(1. / length, std::ldexp(1. / length, n_halvings(length))),
      std::vector<RationalKrylov::Course>{course(octaves(length, n_halvings(length)), decay)},
      tolerance_);
}

bool LinearEvolution::is_prepared() const {
  return (!source_ || source_->is_accurate()) && (!start_ || start_->is_accurate());
}

void LinearEvolution::prepare() {
  (source_ && !source_->is_accurate() ? source_ : start_)->improve();
}

Saturation LinearEvolution::saturation() const {
  // A change of the medium takes away, so that what holds without one holds for all time.
  std::array<double, 2> peaks{};
  for (const auto *part : {source_.get(), start_.get()})
    for (std::size_t i = 0; part && i < part->peaks().size(); ++i)
      peaks[i] += part->peaks()[i];
  Saturation result;
  if (uptake_.exists())
    result.uptake = peaks[0] / uptake_.half_saturation;
  if (binding_.exists())
    result.binding = binding_.on * peaks[1]; // b/B = k_on b/β
  return result;
}

double LinearEvolution::shortest_interval() const {
  double result = duration_, from = 0.;
  for (std::size_t i = 0; i <= changes_.times.size(); ++i) {
    result = std::min(result, end_of(i) - from);
    from = end_of(i);
  }
  return result;
}

unsigned int LinearEvolution::n_halvings(double length) const {
  const double wanted = std::ceil(std::log2(4. * length / problem_.cell_time()));
  return std::clamp(wanted, double(least_halvings), std::log2(double(n_finest_)));
}

bool LinearEvolution::advance() {
  if (must_change_medium()) {
    change_medium();
    return true;
  }
  if (!is_prepared()) {
    prepare();
    return false;
  }
  unsigned long step = n_finest_ >> n_halvings(end() - begin_);
  while (step < (n_finest_ >> longest_step_halvings) && position_ >= 2 * n_alike * step)
    step *= 2;
  position_ += step;
  go_to(position_ == n_finest_ ? end() : begin_ + (end() - begin_) * position_ / n_finest_);
  return true;
}

double LinearEvolution::share_done() const {
  constexpr double preparation = 0.8;
  const double prepared =
      std::min(source_ ? source_->progress() : 1., start_ ? start_->progress() : 1.);
  const double stepped = double(position_) / n_finest_;
  return (n_changes_ + preparation * prepared + (1. - preparation) * stepped) /
         (changes_.times.size() + 1.);
}

void LinearEvolution::go_to(double time) {
  previous_time_ = time_;
  previous_ = shown_;
  time_ = time;
  show(solution([&](double rate) { return delivery_.held(rate, begin_, time_); },
                [&](double rate) { return std::exp(-rate * (time_ - begin_)); }));
  const Vector integral = solution(
      [&](double rate) {
        return delivery_.held_integral(rate, begin_, time_) -
               delivery_.held_integral(rate, begin_, previous_time_);
      },
      [&](double rate) {
        return std::exp(-rate * (previous_time_ - begin_)) *
               integral_of_decay(rate, time_ - previous_time_);
      });
  Vector bound = bound_;
  problem_.split(integral, integral_, bound);
  const Fluid &fluid = problem_.fluid();
  balance_.released = initial_ + delivery_.released(time_) * covered_area_;
  balance_.degraded += fluid.decay() * integral_;
  balance_.cleared += fluid.clearance() * integral_;
  if (uptake_.exists())
    balance_.taken_up += problem_.uptake() * integral_;
  ++n_steps_;
}

Vector LinearEvolution::solution(const RationalKrylov::Function &from_source,
                                 const RationalKrylov::Function &from_start) const {
  Vector x = problem_.space().make_vector(problem_.n_components());
  if (source_)
    x += source_->apply(from_source);
  if (start_)
    x += start_->apply(from_start);
  return x;
}

void LinearEvolution::show(const Vector &solution) {
  problem_.split(solution, shown_, bound_);
  refilled_ = std::max(
      refilled_, fill_undershoots(problem_.space(), problem_.fluid().volume(), shown_, bound_));
  balance_.bound = problem_.binds() ? problem_.fluid().volume() * bound_ : 0.;
}

void LinearEvolution::change_medium() {
  const double before = amount();
  changes_.apply(problem_.fluid().volume(), shown_);
  balance_.removed += before - amount();
  ++n_changes_;
  begin();
}

void LinearEvolution::add_exposure(Vector &exposure) const {
  exposure += integral_;
}

unsigned int LinearEvolution::n_iterations() const {
  return n_iterations_before_ + (source_ ? source_->n_iterations() : 0) +
         (start_ ? start_->n_iterations() : 0);
}

void LinearEvolution::serialize(checkpoint::Numbers &state) {
  for (Vector *x : {&shown_, &bound_})
    state.serialize(*x);
  for (double *x :
       {&time_, &begin_, &linearization_, &refilled_, &balance_.released, &balance_.degraded,
        &balance_.cleared, &balance_.taken_up, &balance_.removed, &balance_.bound})
    state.serialize(*x);
  for (auto *x : {&position_, &n_changes_})
    state.serialize(*x);
  for (auto *x : {&n_steps_, &n_iterations_before_})
    state.serialize(*x);
  if (source_)
    source_->serialize(state);
  bool has_start = start_ != nullptr;
  state.serialize(has_start);
  if (state.reads())
    start_ = has_start ? make_start() : nullptr;
  if (start_)
    start_->serialize(state);
}

} // namespace lacuna::transport
