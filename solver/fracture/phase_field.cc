// SPDX-License-Identifier: LGPL-2.1-or-later
#include <solver/fracture/phase_field.h>

#include <deal.II/lac/diagonal_matrix.h>
#include <deal.II/lac/solver_cg.h>

#include <algorithm>
#include <numeric>

namespace lacuna::fracture {

namespace {

constexpr double solver_tolerance = 1e-2, newton_tolerance = 1e-4;
constexpr unsigned int max_newton_steps = 2, max_iterations = 500;

} // namespace

PhaseField::PhaseField(const CellPoints &points, const PhaseFieldLaw &law,
                       double fictitious_stiffness, const ScalarFunction &strength)
    : points_(points), space_(points.space()), law_(law), fictitious_(fictitious_stiffness),
      diffusion_(multigrid::make_level_operator<double, 1>(
          space_.weighted_cells(), space_.numbering(), {law.length() * law.length(), 0.},
          {fictitious_stiffness, 0.})),
      strength_(space_.cells().size() * n_points, 1.), drive_(strength_.size(), 0.),
      damage_(space_.make_vector(1)), least_(damage_) {
  if (strength)
    for (const FiniteCell &cell : space_.cells())
      points_.for_each(cell, [&](unsigned int q, const Shape &shape) {
        strength_[space_.index(cell) * n_points + q] =
            strength(cell.box().unit_to_real(shape.unit));
      });
}

double PhaseField::damage(const Shape &shape, const NodeValues &nodes) {
  return std::clamp(shape.value(nodes), 0., 1.);
}

void PhaseField::update_drive(const Vector &displacement) {
  CellPoints::Displacements u;
  CellPoints::PointGradients gradients;
  for (const FiniteCell &cell : space_.cells()) {
    space_.gather(displacement, 3, cell, u.data());
    points_.gradients(cell, u, gradients);
    const std::size_t first = space_.index(cell) * n_points;
    law_.drive(gradients, CellPoints::count(cell), &strength_[first], &drive_[first]);
  }
}

double PhaseField::follow(const Vector &displacement) {
  update_drive(displacement);
  const Vector before = damage_;
  for (unsigned int i = 0; i < max_newton_steps && step() > newton_tolerance; ++i)
    ;
  Vector change = damage_;
  change -= before;
  const double largest = change.linfty_norm();
  damage_ = before;
  add(acceleration_.step(before, change));
  return largest;
}

double PhaseField::step() {
  const auto &cells = space_.weighted_cells();
  Vector rest = space_.make_vector(1);
  diffusion_->vmult(rest, damage_);
  damage_.update_ghost_values();

  operators::BoundaryWeights slopes;
  slopes.cells.resize(cells.n_owned);
  std::iota(slopes.cells.begin(), slopes.cells.end(), 0u);
  slopes.weights.resize(std::size_t(cells.n_owned) * n_points);
  NodeValues d, local;
  CellPoints::PointValues values, residual, slope, weights;
  for (const FiniteCell &cell : space_.cells()) {
    const std::size_t first = std::size_t(space_.index(cell)) * n_points;
    space_.gather(damage_, 1, cell, d.data());
    points_.values(cell, d, values);
    for (unsigned int q = 0; q < CellPoints::count(cell); ++q) {
      const double value = std::clamp(values[q], 0., 1.);
      residual[q] = law_.residual(value, drive_[first + q]);
      slope[q] = law_.slope(value, drive_[first + q]);
    }
    points_.multiply(cell, slope, &slopes.weights[first]);
    points_.multiply(cell, residual, weights.data());
    local.fill(0.);
    points_.integrate(cell, weights, local);
    space_.scatter_add(local.data(), 1, cell, rest);
  }
  rest.compress(dealii::VectorOperation::add);
  std::vector<unsigned int> held;
  for (unsigned int i = 0; i < rest.locally_owned_size(); ++i)
    if (damage_.local_element(i) <= least_.local_element(i) && rest.local_element(i) >= 0.) {
      held.push_back(i);
      rest.local_element(i) = 0.;
    }
  rest *= -1.;

  // Well conditioned, as l spans a few cells only: Jacobi's preconditioner costs less than to make
  // a better one.
  const auto tangent = multigrid::make_level_operator<double, 1>(
      cells, space_.numbering(), {law_.length() * law_.length(), 0., 1.}, {fictitious_, 0.},
      slopes);
  tangent->constrain(held);
  Vector inverse = tangent->diagonal();
  for (unsigned int i = 0; i < inverse.locally_owned_size(); ++i)
    inverse.local_element(i) = 1. / inverse.local_element(i);
  Vector change = space_.make_vector(1);
  dealii::ReductionControl control(max_iterations, 0., solver_tolerance, false, false);
  dealii::SolverCG<Vector>(control).solve(*tangent, change, rest,
                                          dealii::DiagonalMatrix<Vector>(inverse));
  return add(change);
}

double PhaseField::add(const Vector &change) {
  double largest = 0.;
  damage_.zero_out_ghost_values();
  for (unsigned int i = 0; i < damage_.locally_owned_size(); ++i) {
    const double before = damage_.local_element(i),
                 after = std::clamp(before + change.local_element(i), least_.local_element(i), 1.);
    damage_.local_element(i) = after;
    largest = std::max(largest, std::abs(after - before));
  }
  damage_.update_ghost_values();
  return dealii::Utilities::MPI::max(largest, space_.communicator());
}

void PhaseField::restart(const Vector &least, const Vector &damage) {
  least_ = least;
  least_.update_ghost_values();
  damage_ = damage;
  damage_.update_ghost_values();
  acceleration_.reset();
}

bool PhaseField::exceeds(const FiniteCell &cell, double damage, double drive) const {
  NodeValues d;
  space_.gather(damage_, 1, cell, d.data());
  bool result = *std::max_element(d.begin(), d.end()) > damage;
  points_.for_each(cell, [&](unsigned int q, const Shape &) {
    result = result || drive_[space_.index(cell) * n_points + q] > drive;
  });
  return result;
}

bool PhaseField::stiffness(const FiniteCell &cell, CellPoints::PointValues &result) const {
  NodeValues d;
  space_.gather(damage_, 1, cell, d.data());
  result.fill(1.);
  if (*std::max_element(d.begin(), d.end()) == 0.)
    return false;
  points_.for_each(cell, [&](unsigned int q, const Shape &shape) {
    result[q] = law_.stiffness(damage(shape, d));
  });
  return true;
}

double PhaseField::energy() const {
  double energy = 0.;
  NodeValues d;
  for (const FiniteCell &cell : space_.cells()) {
    space_.gather(damage_, 1, cell, d.data());
    if (*std::max_element(d.begin(), d.end()) == 0.)
      continue;
    points_.for_each(cell, [&](unsigned int q, const Shape &shape) {
      energy += points_.volume(cell, q) * strength(cell, q) * strength(cell, q) *
                law_.crack_energy(shape.value(d), shape.gradient(d, cell.size).norm_square());
    });
  }
  return dealii::Utilities::MPI::sum(energy, space_.communicator());
}

} // namespace lacuna::fracture
