// SPDX-License-Identifier: LGPL-2.1-or-later
#include <solver/transport/release.h>

#include <solver/checkpoint/interruption.h>
#include <solver/operators/node_names.h>
#include <solver/transport/make_evolution.h>
#include <solver/transport/quantiles.h>

#include <algorithm>
#include <cmath>

namespace lacuna::transport {

namespace {

/** Share of an interval during which a linear function from a to b lies above a threshold. */
double share_above(double a, double b, double threshold) {
  if (a >= threshold && b >= threshold)
    return 1.;
  if (a < threshold && b < threshold)
    return 0.;
  const double crossing = (threshold - a) / (b - a);
  return b >= threshold ? 1. - crossing : crossing;
}

void serialize(ReleaseRow &row, checkpoint::Numbers &state) {
  Balance &b = row.balance;
  for (double *x :
       {&row.time, &b.released, &b.degraded, &b.cleared, &b.taken_up, &b.removed, &b.bound,
        &row.fluid, &row.release_rate, &row.engulfed, &row.mean, &row.max,
        &row.share_above_threshold, &row.surface_share_above_threshold, &row.penetration_depth})
    state.serialize(*x);
  for (double &x : row.percentiles)
    state.serialize(x);
}

} // namespace

double FactorRelease::balance_error() const {
  const ReleaseRow &end = last();
  const double difference = end.balance.released - end.fluid - end.balance.bound -
                            end.balance.degraded - end.balance.taken_up - end.balance.cleared -
                            end.balance.removed;
  return end.balance.released > 0. ? std::abs(difference) / end.balance.released : 0.;
}

Release::Release(const Surroundings &surroundings, const CutSurface &surface,
                 const Penetration &penetration, const TransportParameters &transport,
                 const CoatingParameters &coating, const FactorParameters &factor)
    : surroundings_(surroundings), surface_(surface), penetration_(penetration),
      transport_(transport), carried_(carry(coating, factor)),
      time_above_(surroundings.space().make_vector(1)),
      exposure_(surroundings.space().make_vector(1)), peak_(surroundings.space().make_vector(1)) {}

FactorRelease Release::run(const Report &report, checkpoint::StateFile *states) {
  const double duration = transport_.duration;
  const FactorParameters &factor = carried_.factor;
  const Delivery &delivery = carried_.delivery;
  Vector soaked = surroundings_.pore_volume(), exchanged = surroundings_.outer_volume();
  soaked *= carried_.soaked;
  exchanged.add(transport_.pore_exchange, surroundings_.pore_volume());
  const auto evolution =
      make_evolution(surroundings_.space(),
                     {factor.diffusivity,
                      decay_rate(factor.half_life),
                      surroundings_.clearance(),
                      [&](double t) { return delivery.flux(t); },
                      factor.binding,
                      transport_.uptake ? factor.uptake(transport_.cell_density) : Uptake(),
                      [&](double t) { return delivery.released(t); },
                      &surface_,
                      &soaked,
                      &surroundings_.regions(),
                      {transport_.changes(), &exchanged},
                      surroundings_.flow()},
                     delivery, duration, transport_.time_tolerance);
  result_ = {};
  result_.factor = factor.name;
  result_.loaded = delivery.load() * surface_.covered_area + evolution->balance().released;
  result_.engulfed = delivery.engulfed(duration) * surface_.covered_area;
  result_.contact_dose = result_.engulfed * avogadro / (transport_.cell_density * surface_.area);
  const std::vector<double> names = operators::node_names(surroundings_.space());
  const std::string state = states ? states->read(&names) : std::string();
  if (state.empty()) {
    observe(*evolution);
    take_snapshots(*evolution);
  } else {
    checkpoint::Numbers numbers(state);
    numbers.serialize_names(names);
    serialize(*evolution, numbers);
    resumed_at_ = evolution->time();
  }
  while (!evolution->is_done()) {
    if (evolution->advance()) {
      observe(*evolution);
      take_snapshots(*evolution);
    }
    if (states && states->is_due()) {
      checkpoint::Numbers numbers;
      numbers.serialize_names(names);
      serialize(*evolution, numbers);
      states->write(numbers.bytes());
      checkpoint::end_if_asked(surroundings_.space().communicator());
    }
    report(evolution->share_done());
  }
  for (Vector *x : {&time_above_, &exposure_, &peak_})
    x->update_ghost_values();
  result_.time_above_threshold_mean = surroundings_.pore_mean(time_above_);
  result_.exposure_mean = surroundings_.pore_mean(exposure_);
  result_.refilled = evolution->refilled();
  result_.linearization = evolution->linearization();
  result_.steps = evolution->n_steps();
  result_.iterations = evolution->n_iterations();
  return result_;
}

void Release::serialize(Evolution &evolution, checkpoint::Numbers &state) {
  evolution.serialize(state);
  for (Vector *x : {&time_above_, &exposure_, &peak_})
    state.serialize(*x);
  std::size_t n_snapshots = snapshots_.size(), n_rows = result_.history.size();
  state.serialize(n_snapshots);
  snapshots_.resize(n_snapshots, {0., surroundings_.space().make_vector(1)});
  for (auto &[time, c] : snapshots_) {
    state.serialize(time);
    state.serialize(c);
  }
  state.serialize(n_rows);
  result_.history.resize(n_rows);
  for (ReleaseRow &row : result_.history)
    transport::serialize(row, state);
  for (double *x : {&result_.peak, &result_.share_above_threshold_max,
                    &result_.surface_share_above_threshold_max, &result_.penetration_depth_max,
                    &result_.lowest_concentration})
    state.serialize(*x);
}

void Release::observe(const Evolution &evolution) {
  const Vector &now = evolution.concentration(), &before = evolution.previous();
  const Vector &pore_volume = surroundings_.pore_volume();
  const double dt = evolution.time() - evolution.previous_time();
  double above = 0., surface_above = 0., peak = 0., lowest = 0.;
  evolution.add_exposure(exposure_);
  for (unsigned int node = 0; node < surroundings_.space().n_owned_nodes(); ++node) {
    const double c = now.local_element(node), v = pore_volume.local_element(node);
    time_above_.local_element(node) +=
        dt * share_above(before.local_element(node), c, carried_.factor.threshold);
    peak_.local_element(node) = std::max(peak_.local_element(node), c);
    lowest = std::min(lowest, c);
    if (c >= carried_.factor.threshold)
      surface_above += surface_.all.local_element(node);
    if (v > 0. && c >= carried_.factor.threshold)
      above += v;
    if (v > 0.)
      peak = std::max(peak, c);
  }
  const MPI_Comm communicator = surroundings_.space().communicator();
  ReleaseRow row;
  row.time = evolution.time();
  row.balance = evolution.balance();
  row.fluid = evolution.amount();
  row.release_rate = carried_.delivery.flux(row.time) * surface_.covered_area;
  row.engulfed = carried_.delivery.engulfed(row.time) * surface_.covered_area;
  row.mean = surroundings_.pore_mean(now);
  const auto found = quantiles(now, pore_volume, {percentiles.begin(), percentiles.end()});
  std::copy(found.begin(), found.end(), row.percentiles.begin());
  row.max = dealii::Utilities::MPI::max(peak, communicator);
  above = dealii::Utilities::MPI::sum(above, communicator);
  row.share_above_threshold =
      surroundings_.pore_total() > 0. ? above / surroundings_.pore_total() : 0.;
  row.surface_share_above_threshold =
      dealii::Utilities::MPI::sum(surface_above, communicator) / surface_.area;
  row.penetration_depth = penetration_.depth(now, carried_.factor.threshold);
  result_.history.push_back(row);
  result_.peak = std::max(result_.peak, row.max);
  lowest = dealii::Utilities::MPI::min(lowest, communicator);
  if (lowest < 0.)
    result_.lowest_concentration =
        std::min(result_.lowest_concentration, lowest / now.linfty_norm());
  result_.penetration_depth_max = std::max(result_.penetration_depth_max, row.penetration_depth);
  result_.share_above_threshold_max =
      std::max(result_.share_above_threshold_max, row.share_above_threshold);
  result_.surface_share_above_threshold_max =
      std::max(result_.surface_share_above_threshold_max, row.surface_share_above_threshold);
}

void Release::take_snapshots(const Evolution &evolution) {
  const double from = evolution.previous_time(), to = evolution.time();
  for (const double t : transport_.output_times) {
    const bool first = t == 0. && to == 0.;
    if (!first && !(t > from && t <= to))
      continue;
    const double share = to > from ? (t - from) / (to - from) : 1.;
    Vector c = surroundings_.space().make_vector(1);
    c.add(1. - share, evolution.previous(), share, evolution.concentration());
    c.update_ghost_values();
    snapshots_.emplace_back(t, std::move(c));
  }
}

FactorRelease no_release(const TransportParameters &transport, const FactorParameters &factor) {
  FactorRelease result;
  result.factor = factor.name;
  ReleaseRow row{};
  row.share_above_threshold = row.surface_share_above_threshold = factor.threshold == 0. ? 1. : 0.;
  for (const double t : {0., transport.duration}) {
    row.time = t;
    result.history.push_back(row);
  }
  return result;
}

} // namespace lacuna::transport
