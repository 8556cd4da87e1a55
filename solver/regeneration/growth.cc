// SPDX-License-Identifier: LGPL-2.1-or-later
#include <solver/regeneration/growth.h>

#include <solver/transport/refill.h>

#include <deal.II/base/mpi.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <stdexcept>

namespace lacuna::regeneration {

namespace {

constexpr double day = 86400.;
constexpr double first_step = 1e-3 * day, longest_step = day, shortest_step = 1e-9 * day;

/** In which what multiplies changes by less than its own amount. */
double longest(const Kinetics &k) {
  const double fastest = std::max({k.progenitor_growth, k.osteoblast_growth, k.vessel_growth});
  return fastest * longest_step > 1. ? 1. / fastest : longest_step;
}

/** Of ROS2: L-stable, and with the smaller error of the two such values. */
const double gamma_ = 1. - std::sqrt(0.5);
/**
 * Of the linear solves. What they leave is an error of fluxes alone, see Growth, but ahead of a
 * front of progenitors it multiplies.
 */
constexpr double solver_tolerance = 1e-10;

/** The value at which a stage starts from a node. */
double at_stage(const Vector &value, const std::array<Vector, 2> &slope, unsigned int stage,
                double dt, unsigned int node) {
  return value.local_element(node) + (stage == 1 ? dt * slope[0].local_element(node) : 0.);
}

/** Fills up what is below zero from beside; amount moved. */
double fill_up(const Site &site, Vector &x) {
  double least = 0.;
  for (unsigned int i = 0; i < site.space.n_owned_nodes(); ++i)
    least = std::min(least, x.local_element(i));
  least = dealii::Utilities::MPI::min(least, site.space.communicator());
  return least < 0. ? transport::refill(site.space, site.volume, x) : 0.;
}

/** What both stages of a step of ROS2 add to a balance. */
void add(CellBalance &balance, const std::array<CellBalance, 2> &gain, double dt,
         MPI_Comm communicator) {
  double local[5] = {};
  for (const CellBalance &g : gain) {
    const double rates[5] = {g.grown, g.converted, g.died, g.from_rim, g.from_dura};
    for (unsigned int i = 0; i < 5; ++i)
      local[i] += 0.5 * dt * rates[i];
  }
  dealii::Utilities::MPI::sum(local, communicator, local);
  balance.grown += local[0];
  balance.converted += local[1];
  balance.died += local[2];
  balance.from_rim += local[3];
  balance.from_dura += local[4];
}

} // namespace

double CellBalance::turnover() const {
  return initial + std::abs(grown) + std::abs(converted) + died + std::abs(from_rim) +
         std::abs(from_dura);
}

Growth::Growth(const Site &site, const Kinetics &kinetics, const HostParameters &host,
               std::function<Stimulus(double)> stimulus, double tolerance)
    : site_(site), kinetics_(kinetics), host_(host), stimulus_(std::move(stimulus)),
      tolerance_(tolerance), diffusion_(site), tissue_(site.space), step_(first_step),
      longest_step_(longest(kinetics)), least_volume_(site.least_volume()) {
  const Vector zero = site.space.make_vector(1);
  const std::vector<bool> none(site.space.n_owned_nodes(), false);
  v_ = {&tissue_.vessels, kinetics.vessel_motility, false, none, {zero, zero}};
  m_ = {&tissue_.progenitors, kinetics.progenitor_motility, false, none, {zero, zero}};
  b_ = {&tissue_.osteoblasts, kinetics.osteoblast_motility, true, none, {zero, zero}};
  bone_slope_ = mineral_slope_ = {zero, zero};
  source_ = slope_ = zero;
}

void Growth::start(const Tissue &tissue) {
  tissue_ = tissue;
  progenitors_.initial = amount(tissue_.progenitors);
  osteoblasts_.initial = amount(tissue_.osteoblasts);
  hold();
}

void Growth::hold(Moving &field, const std::vector<bool> &where, double value, double &jump) {
  double added = 0.;
  for (unsigned int i = 0; i < where.size(); ++i)
    if (where[i]) {
      added += site_.volume.local_element(i) * (value - field.value->local_element(i));
      field.value->local_element(i) = value;
      field.held[i] = true;
    }
  jump += dealii::Utilities::MPI::sum(added, site_.space.communicator());
}

void Growth::hold() {
  double vessels = 0.; // of which no balance is kept
  hold(v_, site_.at_rim, 1., vessels);
  hold(v_, site_.at_dura, 1., vessels);
  if (time_ >= host_.periosteal_link)
    hold(v_, site_.at_periosteum, 1., vessels);
  hold(b_, site_.at_rim, 1., osteoblasts_.from_rim);
  if (time_ < host_.rim_supply)
    hold(m_, site_.at_rim, host_.rim_progenitors, progenitors_.from_rim);
  else
    std::fill(m_.held.begin(), m_.held.end(), false);
}

double Growth::next_event() const {
  double next = std::numeric_limits<double>::infinity();
  for (const double t : {host_.periosteal_link, host_.rim_supply})
    if (t > time_)
      next = std::min(next, t);
  return next;
}

void Growth::advance_to(double time) {
  while (time_ < time) {
    hold();
    const double left = std::min(time, next_event()) - time_;
    const bool ends = step_ >= left;
    const double dt = ends ? left : step_ > 0.5 * left ? 0.5 * left : step_;
    if (!(dt > 0.) || (step_ < shortest_step && !ends))
      throw std::runtime_error("regeneration: steps in time become too short");
    if (!try_step(dt))
      continue;
    accept(dt);
    time_ = ends ? std::min(time, next_event()) : time_ + dt;
  }
}

bool Growth::try_step(double dt) {
  stimuli_ = {stimulus_(time_), stimulus_(time_ + dt)};
  for (unsigned int stage = 0; stage < 2; ++stage) {
    m_gain_[stage] = b_gain_[stage] = {};
    vessel_stage(stage, dt);
    progenitor_stage(stage, dt);
    osteoblast_stage(stage, dt);
    bone_stage(stage, dt);
  }
  const double error = relative_error(dt);
  const bool is_good = error <= tolerance_;
  // The error goes with the square of the step.
  const double factor =
      std::isfinite(error) ? std::clamp(0.9 * std::sqrt(tolerance_ / error), 0.2, 2.) : 0.2;
  step_ = is_good ? std::min(std::max(step_, factor * dt), longest_step_) : factor * dt;
  if (is_good && factor < 1.)
    step_ = factor * dt;
  return is_good;
}

double Growth::solve_stage(Moving &field, unsigned int stage, double dt) {
  const unsigned int n = site_.space.n_owned_nodes();
  const double r = gamma_ * dt * field.motility;
  const Vector &value = *field.value;
  Vector &k = field.slope[stage];
  Vector y = site_.space.make_vector(1), flow = y, b = y, mass = y, mobility = y;
  for (unsigned int i = 0; i < n; ++i) {
    const double x = at_stage(value, field.slope, stage, dt, i);
    y.local_element(i) = field.crowds ? 0.5 * std::max(x, 0.) * std::max(x, 0.) : x;
    mobility.local_element(i) = field.crowds ? value.local_element(i) : 1.;
  }
  diffusion_.apply(flow, y);
  for (unsigned int i = 0; i < n; ++i) {
    const double volume = site_.volume.local_element(i);
    b.local_element(i) = source_.local_element(i) - field.motility * flow.local_element(i) -
                         (stage == 1 ? 2. * volume * field.slope[0].local_element(i) : 0.);
    mass.local_element(i) = volume - gamma_ * dt * slope_.local_element(i);
    // Slopes change little from step to step, and the second is about minus the first.
    y.local_element(i) =
        mobility.local_element(i) * (stage == 1 ? -1. : 1.) * field.slope[0].local_element(i);
  }
  n_iterations_ += diffusion_.solve(y, mass, r, mobility, field.held, b, solver_tolerance);
  diffusion_.apply(flow, y);
  double inflow = 0.;
  for (unsigned int i = 0; i < n; ++i) {
    const double gained = b.local_element(i) - r * flow.local_element(i);
    k.local_element(i) = field.held[i] ? 0. : gained / mass.local_element(i);
    if (field.held[i])
      inflow -= gained;
  }
  return inflow;
}

void Growth::vessel_stage(unsigned int stage, double dt) {
  const double rate = kinetics_.vessel_growth * stimuli_[stage].vessels,
               rate_before = kinetics_.vessel_growth * stimuli_[0].vessels;
  for (unsigned int i = 0; i < site_.space.n_owned_nodes(); ++i) {
    const double volume = site_.volume.local_element(i);
    const double v = at_stage(tissue_.vessels, v_.slope, stage, dt, i);
    source_.local_element(i) = volume * rate * v * (1. - v);
    slope_.local_element(i) = volume * rate_before * (1. - 2. * tissue_.vessels.local_element(i));
  }
  solve_stage(v_, stage, dt);
}

double Growth::conversion(const Stimulus &stimulus, unsigned int node) const {
  const double coated = site_.coated.local_element(node);
  return stimulus.soluble * site_.volume.local_element(node) + stimulus.coated * coated +
         stimulus.bare * (site_.strut.local_element(node) - coated);
}

void Growth::progenitor_stage(unsigned int stage, double dt) {
  const unsigned int n = site_.space.n_owned_nodes();
  const auto growth = [&](unsigned int i, double v) {
    return site_.volume.local_element(i) * kinetics_.progenitor_growth *
           Kinetics::supply(std::max(v, 0.));
  };
  CellBalance &gain = m_gain_[stage];
  for (unsigned int i = 0; i < n; ++i) {
    const double m = at_stage(tissue_.progenitors, m_.slope, stage, dt, i);
    const double b = at_stage(tissue_.osteoblasts, b_.slope, stage, dt, i);
    const double grown =
        growth(i, at_stage(tissue_.vessels, v_.slope, stage, dt, i)) * m * (1. - m - b);
    const double converted = conversion(stimuli_[stage], i) * m;
    const double exchange = host_.dura_exchange * site_.dura.local_element(i);
    source_.local_element(i) = grown - converted + exchange * (host_.dura_progenitors - m);
    slope_.local_element(i) = growth(i, tissue_.vessels.local_element(i)) *
                                  (1. - 2. * tissue_.progenitors.local_element(i) -
                                   tissue_.osteoblasts.local_element(i)) -
                              conversion(stimuli_[0], i) - exchange;
    gain.grown += grown;
    gain.converted -= converted;
    gain.from_dura += exchange * (host_.dura_progenitors - m);
  }
  gain.from_rim += solve_stage(m_, stage, dt);
  for (unsigned int i = 0; i < n; ++i) {
    const double more = gamma_ * dt * m_.slope[stage].local_element(i);
    const double converted = conversion(stimuli_[0], i) * more;
    const double exchanged = host_.dura_exchange * site_.dura.local_element(i) * more;
    gain.grown += slope_.local_element(i) * more + converted + exchanged;
    gain.converted -= converted;
    gain.from_dura -= exchanged;
  }
}

void Growth::osteoblast_stage(unsigned int stage, double dt) {
  const unsigned int n = site_.space.n_owned_nodes();
  const double death = kinetics_.osteoblast_death;
  const auto growth = [&](unsigned int i, double v) {
    return site_.volume.local_element(i) * kinetics_.osteoblast_growth *
           Kinetics::supply(std::max(v, 0.));
  };
  CellBalance &gain = b_gain_[stage];
  for (unsigned int i = 0; i < n; ++i) {
    const double volume = site_.volume.local_element(i);
    const double b = at_stage(tissue_.osteoblasts, b_.slope, stage, dt, i);
    const double grown =
        growth(i, at_stage(tissue_.vessels, v_.slope, stage, dt, i)) * b * (1. - b);
    const double converted =
        conversion(stimuli_[stage], i) * at_stage(tissue_.progenitors, m_.slope, stage, dt, i) +
        gamma_ * dt * conversion(stimuli_[0], i) * m_.slope[stage].local_element(i);
    source_.local_element(i) = grown + converted - death * volume * b;
    slope_.local_element(i) = growth(i, tissue_.vessels.local_element(i)) *
                                  (1. - 2. * tissue_.osteoblasts.local_element(i)) -
                              death * volume;
    gain.grown += grown;
    gain.converted += converted;
    gain.died += death * volume * b;
  }
  gain.from_rim += solve_stage(b_, stage, dt);
  for (unsigned int i = 0; i < n; ++i) {
    const double more = gamma_ * dt * b_.slope[stage].local_element(i);
    const double died = death * site_.volume.local_element(i) * more;
    gain.grown += slope_.local_element(i) * more + died;
    gain.died += died;
  }
}

void Growth::bone_stage(unsigned int stage, double dt) {
  const double rate = kinetics_.matrix_rate, mineral_rate = 1. / kinetics_.mineral_time;
  for (unsigned int i = 0; i < site_.space.n_owned_nodes(); ++i) {
    const double b = at_stage(tissue_.osteoblasts, b_.slope, stage, dt, i);
    const double w = at_stage(tissue_.bone, bone_slope_, stage, dt, i);
    const double mu = at_stage(tissue_.mineral, mineral_slope_, stage, dt, i);
    const double before = stage == 1 ? 2. * bone_slope_[0].local_element(i) : 0.;
    const double mineral_before = stage == 1 ? 2. * mineral_slope_[0].local_element(i) : 0.;
    const double k = (rate * b * (1. - w) - before) /
                     (1. + gamma_ * dt * rate * tissue_.osteoblasts.local_element(i));
    bone_slope_[stage].local_element(i) = k;
    mineral_slope_[stage].local_element(i) =
        (mineral_rate * (w - mu + gamma_ * dt * k) - mineral_before) /
        (1. + gamma_ * dt * mineral_rate);
  }
}

double Growth::relative_error(double dt) const {
  double error = 0.;
  for (unsigned int i = 0; i < site_.space.n_owned_nodes(); ++i)
    if (site_.volume.local_element(i) > least_volume_)
      for (const auto *slope : {&v_.slope, &m_.slope, &b_.slope, &bone_slope_}) {
        const double here =
            0.5 * dt * std::abs((*slope)[0].local_element(i) + (*slope)[1].local_element(i));
        error = here <= error ? error : here; // keeps what is no number
      }
  return dealii::Utilities::MPI::max(error, site_.space.communicator());
}

void Growth::accept(double dt) {
  const MPI_Comm communicator = site_.space.communicator();
  for (Moving *field : {&v_, &m_, &b_})
    field->value->add(1.5 * dt, field->slope[0], 0.5 * dt, field->slope[1]);
  tissue_.bone.add(1.5 * dt, bone_slope_[0], 0.5 * dt, bone_slope_[1]);
  tissue_.mineral.add(1.5 * dt, mineral_slope_[0], 0.5 * dt, mineral_slope_[1]);
  add(progenitors_, m_gain_, dt, communicator);
  add(osteoblasts_, b_gain_, dt, communicator);
  fill_up(site_, tissue_.vessels);
  progenitors_.refilled += fill_up(site_, tissue_.progenitors);
  osteoblasts_.refilled += fill_up(site_, tissue_.osteoblasts);
  ++n_steps_;
}

double Growth::balance_error() const {
  double error = 0.;
  for (const auto &[balance, there] : {std::pair(progenitors_, amount(tissue_.progenitors)),
                                       std::pair(osteoblasts_, amount(tissue_.osteoblasts))})
    if (balance.turnover() > 0.)
      error = std::max(error, std::abs(balance.expected() - there) / balance.turnover());
  return error;
}

void Growth::serialize(checkpoint::Numbers &state) {
  for (Vector *x : {&tissue_.vessels, &tissue_.progenitors, &tissue_.osteoblasts, &tissue_.bone,
                    &tissue_.mineral, &v_.slope[0], &m_.slope[0], &b_.slope[0]})
    state.serialize(*x);
  for (CellBalance *b : {&progenitors_, &osteoblasts_})
    for (double *x : {&b->initial, &b->grown, &b->converted, &b->died, &b->from_rim, &b->from_dura,
                      &b->refilled})
      state.serialize(*x);
  state.serialize(time_);
  state.serialize(step_);
  state.serialize(n_steps_);
  state.serialize(n_iterations_);
}

} // namespace lacuna::regeneration
