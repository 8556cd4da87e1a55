// SPDX-License-Identifier: LGPL-2.1-or-later
#include <solver/transport/release.h>

#include <meshes/geometry/csg.h>

#include <algorithm>
#include <cmath>

namespace lacuna::transport {

using operators::FiniteCell;

namespace {

/** Cells away from the scaffold are larger than those in its pores by two to this power. */
constexpr unsigned int n_far_halvings = 2;

octree::Box domain(const geometry::Scaffold &scaffold, const TransportParameters &parameters) {
  auto [lower, upper] = scaffold.box.get_boundary_points();
  for (unsigned int d = 0; d < 3; ++d) {
    const bool stands = d == 2 && parameters.surroundings == "well";
    lower[d] -= stands ? 0. : parameters.margin;
    upper[d] += parameters.margin;
  }
  return octree::Box({lower, upper});
}

/** Share of an interval during which a linear function from a to b lies above a threshold. */
double share_above(double a, double b, double threshold) {
  if (a >= threshold && b >= threshold)
    return 1.;
  if (a < threshold && b < threshold)
    return 0.;
  const double crossing = (threshold - a) / (b - a);
  return b >= threshold ? 1. - crossing : crossing;
}

} // namespace

double FactorRelease::balance_error() const {
  const ReleaseRow &end = last();
  const double difference = end.balance.released - end.fluid - end.balance.bound -
                            end.balance.degraded - end.balance.taken_up - end.balance.cleared;
  return end.balance.released > 0. ? std::abs(difference) / end.balance.released : 0.;
}

Surroundings::Surroundings(MPI_Comm communicator, const geometry::Scaffold &scaffold,
                           const TransportParameters &parameters)
    : octree_(communicator, std::make_shared<geometry::Complement>(scaffold.solid),
              domain(scaffold, parameters), (1u << n_far_halvings) * parameters.cell_size) {
  for (unsigned int i = 0; i < n_far_halvings; ++i)
    octree_.refine([&](const octree::Octree::Cell &cell) {
      // Coarser cells begin one cell away from the envelope.
      return cell->diameter() > 1.01 * std::sqrt(3.) * parameters.cell_size &&
             scaffold.envelope->distance(cell->center()) < cell->diameter();
    });
  space_ = std::make_unique<operators::FiniteCellSpace>(octree_, 1);
  if (parameters.surroundings == "defect")
    clearance_.fill(parameters.clearance);
  measure_pores(*scaffold.envelope);
}

void Surroundings::measure_pores(const geometry::Shape &envelope) {
  pore_volume_ = space_->make_vector(1);
  const operators::ReferenceElement element(1, space_->moments());
  for (const FiniteCell &cell : space_->cells()) {
    const double *weights = space_->weights(cell);
    std::array<double, 8> volume{};
    for (unsigned int q = 0; q < element.n_points(); ++q)
      if (envelope.distance(cell.box().unit_to_real(element.point(q))) < 0.)
        for (unsigned int a = 0; a < 8; ++a)
          volume[a] += weights[q] * cell.volume() * element.values(q)[a];
    space_->scatter_add(volume.data(), 1, cell, pore_volume_);
  }
  pore_volume_.compress(dealii::VectorOperation::add);
  pore_total_ = pore_volume_.mean_value() * pore_volume_.size();
}

Release::Release(const Surroundings &surroundings, const TransportParameters &transport,
                 const CoatingParameters &coating, const FactorParameters &factor,
                 std::uint64_t seed)
    : surroundings_(surroundings), transport_(transport), carried_(carry(coating, factor)),
      patches_(coating.coverage, coating.patch_size, seed),
      time_above_(surroundings.space().make_vector(1)),
      exposure_(surroundings.space().make_vector(1)), peak_(surroundings.space().make_vector(1)) {}

double Release::pore_mean(const Vector &x) const {
  const double total = surroundings_.pore_total();
  return total > 0. ? (surroundings_.pore_volume() * x) / total : 0.;
}

FactorRelease Release::run(const Report &report) {
  const operators::FiniteCellSpace &space = surroundings_.space();
  const double duration = transport_.duration;
  const FactorParameters &factor = carried_.factor;
  const Delivery &delivery = carried_.delivery;
  Vector soaked = surroundings_.pore_volume();
  soaked *= carried_.soaked;
  DiffusionStepper stepper(
      space,
      {factor.diffusivity, decay_rate(factor.half_life), surroundings_.clearance(),
       [&](double t) { return delivery.flux(t); }, factor.binding,
       transport_.uptake ? factor.uptake(transport_.cell_density) : Uptake(),
       [&](double t) { return delivery.released(t); },
       [this](const geometry::Point &x) { return patches_.cover(x); }, &soaked},
      duration, transport_.time_tolerance);
  FactorRelease result;
  result.factor = factor.name;
  result.loaded = delivery.load() * stepper.covered_area() + stepper.balance().released;
  result.engulfed = delivery.engulfed(duration) * stepper.covered_area();
  result.contact_dose =
      result.engulfed * avogadro / (transport_.cell_density * stepper.surface_area());
  observe(stepper, result);
  take_snapshots(stepper);
  while (!stepper.is_done()) {
    stepper.step();
    observe(stepper, result);
    take_snapshots(stepper);
    // Steps grow with time, so that work goes rather with its logarithm.
    report(std::clamp(1. + std::log2(stepper.time() / duration) / 20., 0., 1.));
  }
  for (Vector *x : {&time_above_, &exposure_, &peak_})
    x->update_ghost_values();
  result.time_above_threshold_mean = pore_mean(time_above_);
  result.exposure_mean = pore_mean(exposure_);
  result.steps = stepper.n_steps();
  result.iterations = stepper.n_iterations();
  return result;
}

void Release::observe(const DiffusionStepper &stepper, FactorRelease &result) {
  const Vector &now = stepper.concentration(), &before = stepper.previous();
  const Vector &pore_volume = surroundings_.pore_volume();
  const double dt = stepper.time() - stepper.previous_time();
  double above = 0., surface_above = 0., peak = 0.;
  for (unsigned int node = 0; node < surroundings_.space().n_owned_nodes(); ++node) {
    const double c = now.local_element(node), v = pore_volume.local_element(node);
    exposure_.local_element(node) += 0.5 * dt * (before.local_element(node) + c);
    time_above_.local_element(node) +=
        dt * share_above(before.local_element(node), c, carried_.factor.threshold);
    peak_.local_element(node) = std::max(peak_.local_element(node), c);
    if (c >= carried_.factor.threshold)
      surface_above += stepper.surface().local_element(node);
    if (v > 0. && c >= carried_.factor.threshold)
      above += v;
    if (v > 0.)
      peak = std::max(peak, c);
  }
  const MPI_Comm communicator = surroundings_.space().communicator();
  ReleaseRow row;
  row.time = stepper.time();
  row.balance = stepper.balance();
  row.fluid = stepper.amount();
  row.mean = pore_mean(now);
  row.max = dealii::Utilities::MPI::max(peak, communicator);
  above = dealii::Utilities::MPI::sum(above, communicator);
  row.share_above_threshold =
      surroundings_.pore_total() > 0. ? above / surroundings_.pore_total() : 0.;
  row.surface_share_above_threshold =
      dealii::Utilities::MPI::sum(surface_above, communicator) / stepper.surface_area();
  result.history.push_back(row);
  result.peak = std::max(result.peak, row.max);
  result.share_above_threshold_max =
      std::max(result.share_above_threshold_max, row.share_above_threshold);
  result.surface_share_above_threshold_max =
      std::max(result.surface_share_above_threshold_max, row.surface_share_above_threshold);
}

void Release::take_snapshots(const DiffusionStepper &stepper) {
  const double from = stepper.previous_time(), to = stepper.time();
  for (const double t : transport_.output_times) {
    const bool first = t == 0. && to == 0.;
    if (!first && !(t > from && t <= to))
      continue;
    const double share = to > from ? (t - from) / (to - from) : 1.;
    Vector c = surroundings_.space().make_vector(1);
    c.add(1. - share, stepper.previous(), share, stepper.concentration());
    c.update_ghost_values();
    snapshots_.emplace_back(t, std::move(c));
  }
}

FactorRelease no_release(const TransportParameters &transport, const FactorParameters &factor) {
  FactorRelease result;
  result.factor = factor.name;
  const double above = factor.threshold == 0. ? 1. : 0.;
  for (const double t : {0., transport.duration})
    result.history.push_back({t, {}, 0., 0., 0., above, above});
  return result;
}

} // namespace lacuna::transport
