// SPDX-License-Identifier: LGPL-2.1-or-later
#include <solver/transport/linear_diffusion.h>

#include <deal.II/base/mpi.h>

#include <algorithm>
#include <cmath>
#include <limits>

namespace lacuna::transport {

namespace {

/** Of a cell. */
constexpr double least_share = 0.01;

} // namespace

LinearDiffusion::LinearDiffusion(const operators::FiniteCellSpace &space,
                                 const DiffusionProblem &problem)
    : space_(space), surface_(*problem.surface),
      fluid_(space, problem.diffusivity, problem.decay, problem.clearance, problem.regions),
      leaving_(problem.binding.off), substantial_(space.make_vector(1)),
      mass_(fluid_.make_operator(1., 0.)), stiffness_(fluid_.make_operator(0., 1.)) {
  AssertDimension(space.degree(), 1);
  Assert(!problem.flow, dealii::ExcMessage("a flow is not symmetric"));
  double smallest = std::numeric_limits<double>::infinity();
  for (const auto &cell : space.cells())
    smallest = std::min(smallest, cell.volume());
  smallest = dealii::Utilities::MPI::min(smallest, space.communicator());
  cell_time_ = std::pow(smallest, 2. / 3.) / problem.diffusivity;
  if (problem.regions)
    cell_time_ /= problem.regions->largest_diffusivity();
  for (unsigned int i = 0; i < space.n_owned_nodes(); ++i)
    substantial_.local_element(i) =
        fluid_.volume().local_element(i) >= least_share * smallest ? 1. : 0.;
  if (problem.uptake.exists()) {
    uptake_ = surface_.all;
    uptake_ *= problem.uptake.slope(0.);
  }
  if (problem.binding.exists()) {
    affinity_ = space.make_vector(1);
    affinity_ = problem.binding.on * problem.binding.sites;
    if (fluid_.sites().size() > 0)
      affinity_.scale(fluid_.sites());
  }
}

Vector LinearDiffusion::join(const Vector &free, const Vector &bound) const {
  if (!binds())
    return free;
  Vector x = space_.make_vector(2);
  for (unsigned int i = 0; i < space_.n_owned_nodes(); ++i) {
    const double affinity = affinity_.local_element(i);
    x.local_element(2 * i) = free.local_element(i);
    x.local_element(2 * i + 1) = affinity > 0. ? bound.local_element(i) / affinity : 0.;
  }
  return x;
}

void LinearDiffusion::split(const Vector &x, Vector &free, Vector &bound) const {
  free = free_part(x);
  if (binds())
    for (unsigned int i = 0; i < space_.n_owned_nodes(); ++i)
      bound.local_element(i) = affinity_.local_element(i) * x.local_element(2 * i + 1);
}

Vector LinearDiffusion::free_part(const Vector &x) const {
  if (!binds())
    return x;
  Vector free = space_.make_vector(1);
  for (unsigned int i = 0; i < space_.n_owned_nodes(); ++i)
    free.local_element(i) = x.local_element(2 * i);
  return free;
}

Vector LinearDiffusion::equilibrium() const {
  Vector free = space_.make_vector(1), bound = affinity_;
  free = 1.;
  if (binds())
    bound /= leaving_;
  return join(free, bound);
}

Vector LinearDiffusion::losses() const {
  Vector sum = fluid_.decay();
  sum += fluid_.clearance();
  if (uptake_.size() > 0)
    sum += uptake_;
  return binds() ? join(sum, space_.make_vector(1)) : sum;
}

Vector LinearDiffusion::source() const {
  return binds() ? join(surface_.covered, space_.make_vector(1)) : surface_.covered;
}

Vector LinearDiffusion::mass(const Vector &x) const {
  Vector y = space_.make_vector(1);
  mass_->vmult(y, free_part(x));
  if (!binds())
    return y;
  Vector result = space_.make_vector(2);
  for (unsigned int i = 0; i < space_.n_owned_nodes(); ++i) {
    result.local_element(2 * i) = y.local_element(i);
    result.local_element(2 * i + 1) = fluid_.volume().local_element(i) *
                                      affinity_.local_element(i) * leaving_ *
                                      x.local_element(2 * i + 1);
  }
  return result;
}

Vector LinearDiffusion::stiffness(const Vector &x) const {
  Vector y = space_.make_vector(1);
  const Vector free = free_part(x);
  stiffness_->vmult(y, free);
  if (uptake_.size() > 0)
    for (unsigned int i = 0; i < space_.n_owned_nodes(); ++i)
      y.local_element(i) += uptake_.local_element(i) * free.local_element(i);
  if (!binds())
    return y;
  Vector result = space_.make_vector(2);
  for (unsigned int i = 0; i < space_.n_owned_nodes(); ++i) {
    // V times the rate of binding, β c − κ b.
    const double rate = fluid_.volume().local_element(i) * affinity_.local_element(i) *
                        (free.local_element(i) - leaving_ * x.local_element(2 * i + 1));
    result.local_element(2 * i) = y.local_element(i) + rate;
    result.local_element(2 * i + 1) = -leaving_ * rate;
  }
  return result;
}

unsigned int LinearDiffusion::solve(double p, Vector &x, const Vector &load,
                                    double tolerance) const {
  // The second row gives b/β = (c + load_b / (V β κ)) / (κ + p), which leaves in the first
  // (K + S σ + p M + V β p / (κ + p)) c = load_c + load_b / (κ + p).
  const auto matrix = fluid_.make_operator(p, 1.);
  Vector diagonal = space_.make_vector(1), b = free_part(load), c = free_part(x);
  if (uptake_.size() > 0)
    diagonal += uptake_;
  for (unsigned int i = 0; i < space_.n_owned_nodes() && binds(); ++i) {
    diagonal.local_element(i) +=
        fluid_.volume().local_element(i) * affinity_.local_element(i) * p / (leaving_ + p);
    b.local_element(i) += load.local_element(2 * i + 1) / (leaving_ + p);
  }
  const auto improve = [&](double to) {
    return binds() || uptake_.size() > 0 ? matrix->solve_with(diagonal, c, b, to)
                                         : matrix->solve(c, b, to);
  };
  operators::SolveReport report = improve(tolerance);
  if (report.iterations == 0 && report.residual > 0.)
    report = improve(0.1 * report.residual);
  if (!binds()) {
    x = c;
    return report.iterations;
  }
  for (unsigned int i = 0; i < space_.n_owned_nodes(); ++i) {
    const double weight = fluid_.volume().local_element(i) * affinity_.local_element(i) * leaving_;
    x.local_element(2 * i) = c.local_element(i);
    x.local_element(2 * i + 1) =
        (c.local_element(i) + (weight > 0. ? load.local_element(2 * i + 1) / weight : 0.)) /
        (leaving_ + p);
  }
  return report.iterations;
}

} // namespace lacuna::transport
