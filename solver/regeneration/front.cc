// SPDX-License-Identifier: LGPL-2.1-or-later
#include <solver/regeneration/front.h>

#include <solver/operators/reference_element.h>

#include <deal.II/base/mpi.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <stdexcept>

namespace lacuna::regeneration {

namespace {

/** Residual of the linear solves, and what φ need not change by in a step. */
constexpr double solver_tolerance = 1e-8, least_gain = 1e-9;
constexpr unsigned int most_passes = 50;
/** Gauss points of a cell along each axis. */
constexpr double points_across = 3.;
/** φ beyond this is that of a surface too far away to be placed by it. */
constexpr double saturated = 1. - 1e-12;

} // namespace

Front::Front(const Site &site, const FrontParameters &parameters)
    : site_(site), parameters_(parameters), diffusion_(site), depth_(site.space.make_vector(1)),
      gain_(depth_), everywhere_(depth_), resting_(site.space.n_owned_nodes(), false),
      profile_(std::sqrt(2.) * parameters.width), least_volume_(site.least_volume()),
      closed_at_(std::nan("")) {
  everywhere_ = 1.;
}

Vector Front::phase() const {
  Vector result = site_.space.make_vector(1);
  for (unsigned int i = 0; i < resting_.size(); ++i)
    result.local_element(i) = std::tanh(depth_.local_element(i) / profile_);
  return result;
}

void Front::start(const Vector &depth) {
  depth_ = depth;
  if (lowest() > 0.)
    closed_at_ = 0.;
}

void Front::advance_to(double time) {
  const double begin = time_;
  const unsigned int n = std::ceil((time - begin) / parameters_.longest_step() - 1e-9);
  const double dt = (time - begin) / n;
  double before = lowest();
  for (unsigned int i = 1; i <= n; ++i) {
    step(dt);
    time_ = i == n ? time : begin + i * dt;
    const double after = lowest();
    if (before <= 0. && after > 0.)
      closed_at_ = time_ - dt * after / (after - before);
    before = after;
  }
}

void Front::step(double dt) {
  for (unsigned int i = 0; i < resting_.size(); ++i)
    depth_.local_element(i) += parameters_.speed * dt;
  if (parameters_.mobility > 0.)
    grow_by_curvature(parameters_.mobility * dt);
  ++n_steps_;
}

void Front::grow_by_curvature(double r) {
  const double w2 = parameters_.width * parameters_.width;
  const Vector phase = this->phase();
  Vector flow = site_.space.make_vector(1), mass = flow, pull = flow;
  diffusion_.apply(flow, phase);
  for (unsigned int i = 0; i < resting_.size(); ++i) {
    const double volume = site_.volume.local_element(i), here = phase.local_element(i);
    mass.local_element(i) = volume * (1. - r * (1. - 3. * here * here) / w2);
    pull.local_element(i) = r * (volume * here * (1. - here * here) / w2 - flow.local_element(i));
    resting_[i] = !(gain_.local_element(i) > 0.); // as in the step before
  }
  for (unsigned int pass = 0;; ++pass) {
    if (pass == most_passes)
      throw std::runtime_error("regeneration: where tissue grows is not found");
    n_iterations_ +=
        diffusion_.solve(gain_, mass, r, everywhere_, resting_, pull, solver_tolerance);
    diffusion_.apply(flow, gain_);
    if (update_resting(r, pull, flow) == 0)
      break;
  }
  for (unsigned int i = 0; i < resting_.size(); ++i)
    if (gain_.local_element(i) > least_gain) // where φ still tells how far the surface is
      depth_.local_element(i) =
          profile_ *
          std::atanh(std::min(phase.local_element(i) + gain_.local_element(i), saturated));
}

unsigned int Front::update_resting(double r, const Vector &pull, const Vector &flow) {
  unsigned int changes = 0;
  for (unsigned int i = 0; i < resting_.size(); ++i) {
    const double gain = gain_.local_element(i),
                 pulled = pull.local_element(i) - r * flow.local_element(i);
    const bool changes_here =
        resting_[i] ? pulled > least_gain * site_.volume.local_element(i) : gain < -least_gain;
    gain_.local_element(i) = std::max(gain, 0.);
    if (changes_here) {
      resting_[i] = !resting_[i];
      ++changes;
    }
  }
  return dealii::Utilities::MPI::sum(changes, site_.space.communicator());
}

double Front::lowest() const {
  double result = std::numeric_limits<double>::infinity();
  for (unsigned int i = 0; i < resting_.size(); ++i)
    if (site_.volume.local_element(i) > least_volume_)
      result = std::min(result, depth_.local_element(i));
  return dealii::Utilities::MPI::min(result, site_.space.communicator());
}

double open_volume(const operators::FiniteCellSpace &space, const Vector &depth) {
  const operators::ReferenceElement element(1, space.moments());
  depth.update_ghost_values();
  std::array<double, 8> values;
  double result = 0.;
  for (const operators::FiniteCell &cell : space.cells()) {
    const double *weights = space.weights(cell);
    const double blur = cell.size[0] / points_across;
    space.gather(depth, 1, cell, values.data());
    for (unsigned int q = 0; q < element.n_points(); ++q) {
      double here = 0.;
      for (unsigned int a = 0; a < 8; ++a)
        here += element.values(q)[a] * values[a];
      result += weights[q] * cell.volume() * std::clamp(0.5 - here / blur, 0., 1.);
    }
  }
  depth.zero_out_ghost_values();
  return dealii::Utilities::MPI::sum(result, space.communicator());
}

void Front::serialize(checkpoint::Numbers &state) {
  state.serialize(depth_);
  state.serialize(gain_);
  state.serialize(time_);
  state.serialize(closed_at_);
  state.serialize(n_steps_);
  state.serialize(n_iterations_);
}

} // namespace lacuna::regeneration
