// SPDX-License-Identifier: LGPL-2.1-or-later
#include <solver/fracture/phase_field.h>

#include <deal.II/base/geometry_info.h>
#include <deal.II/lac/diagonal_matrix.h>
#include <deal.II/lac/solver_cg.h>

#include <algorithm>
#include <numeric>
#include <stdexcept>

namespace lacuna::fracture {

using operators::Point;

namespace {

constexpr double solver_tolerance = 1e-4, newton_tolerance = 1e-4;
constexpr unsigned int max_newton_steps = 20, max_iterations = 500;

/** Cells that lost no more of their stiffness than this anywhere stay whole. */
constexpr double negligible_loss = 1e-4;

} // namespace

PhaseField::Shape::Shape(const Point &unit) : unit(unit) {
  for (unsigned int a = 0; a < n_nodes; ++a) {
    values[a] = dealii::GeometryInfo<3>::d_linear_shape_function(unit, a);
    gradients[a] = dealii::GeometryInfo<3>::d_linear_shape_function_gradient(unit, a);
  }
}

PhaseField::PhaseField(const operators::FiniteCellSpace &space, const PhaseFieldLaw &law,
                       double fictitious_stiffness, const ScalarFunction &strength)
    : space_(space), law_(law), fictitious_(fictitious_stiffness),
      diffusion_(multigrid::make_level_operator<double, 1>(
          space.weighted_cells(), space.numbering(), {law.length() * law.length(), 0.},
          {fictitious_stiffness, 0.})),
      strength_(space.cells().size() * n_points, 1.), drive_(strength_.size(), 0.),
      damage_(space.make_vector(1)), least_(damage_) {
  if (space.degree() != 1)
    throw std::invalid_argument("a phase field needs cells of degree 1");
  const auto &gauss = space.moments().gauss();
  for (unsigned int q = 0; q < n_points; ++q)
    gauss_shapes_.emplace_back(
        Point(gauss.point(q % 3)[0], gauss.point(q / 3 % 3)[0], gauss.point(q / 9)[0]));
  for (const FiniteCell &cell : space_.cells())
    if (cell.cell_class == octree::CellClass::cut)
      centroid_shapes_.push_back(at_centroid(cell));
  if (strength)
    for (const FiniteCell &cell : space_.cells())
      for_each_point(cell, [&](unsigned int q, const Shape &shape) {
        strength_[space_.index(cell) * n_points + q] =
            strength(cell.box().unit_to_real(shape.unit));
      });
}

double PhaseField::Shape::damage(const NodeValues &d) const {
  return std::clamp(std::inner_product(d.begin(), d.end(), values.begin(), 0.), 0., 1.);
}

PhaseField::Shape PhaseField::at_centroid(const FiniteCell &cell) const {
  const double *weights = space_.weights(cell);
  double sum = 0.;
  Point center;
  for (unsigned int q = 0; q < n_points; ++q) {
    sum += weights[q];
    center += weights[q] * gauss_shapes_[q].unit;
  }
  for (unsigned int d = 0; d < 3; ++d)
    center[d] = sum > 1e-12 ? std::clamp(center[d] / sum, 0., 1.) : 0.5;
  return Shape(center);
}

template <typename Action>
void PhaseField::for_each_point(const FiniteCell &cell, const Action &action) const {
  if (cell.cell_class == octree::CellClass::inside)
    for (unsigned int q = 0; q < n_points; ++q)
      action(q, gauss_shapes_[q]);
  else
    action(0, centroid_shapes_[space_.weighted_cells().moments[space_.index(cell)]]);
}

void PhaseField::multiply(const FiniteCell &cell, const std::array<double, n_points> &factors,
                          double *weights) const {
  const bool whole = cell.cell_class == octree::CellClass::inside;
  const double *original = space_.weights(cell);
  for (unsigned int q = 0; q < n_points; ++q)
    weights[q] = original[q] * factors[whole ? q : 0];
}

void PhaseField::update_drive(const Vector &displacement) {
  std::array<double, 3 * n_nodes> u;
  for (const FiniteCell &cell : space_.cells()) {
    space_.gather(displacement, 3, cell, u.data());
    for_each_point(cell, [&](unsigned int q, const Shape &shape) {
      dealii::Tensor<2, 3> gradient;
      for (unsigned int a = 0; a < n_nodes; ++a)
        for (unsigned int c = 0; c < 3; ++c)
          for (unsigned int d = 0; d < 3; ++d)
            gradient[c][d] += u[3 * a + c] * shape.gradients[a][d] / cell.size[d];
      const std::size_t i = space_.index(cell) * n_points + q;
      drive_[i] = law_.drive(gradient, strength_[i]);
    });
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
  std::array<double, n_points> residual, slope, weights;
  for (const FiniteCell &cell : space_.cells()) {
    const std::size_t first = std::size_t(space_.index(cell)) * n_points;
    space_.gather(damage_, 1, cell, d.data());
    for_each_point(cell, [&](unsigned int q, const Shape &shape) {
      const double value = shape.damage(d);
      residual[q] = law_.residual(value, drive_[first + q]);
      slope[q] = law_.slope(value, drive_[first + q]);
    });
    multiply(cell, slope, &slopes.weights[first]);
    multiply(cell, residual, weights.data());
    local.fill(0.);
    for (unsigned int q = 0; q < n_points; ++q)
      for (unsigned int a = 0; a < n_nodes; ++a)
        local[a] += weights[q] * cell.volume() * gauss_shapes_[q].values[a];
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

void PhaseField::restart(const Vector &damage) {
  least_ = damage;
  least_.update_ghost_values();
  damage_ = least_;
  acceleration_.reset();
}

bool PhaseField::exceeds(const FiniteCell &cell, double damage, double drive) const {
  NodeValues d;
  space_.gather(damage_, 1, cell, d.data());
  bool result = *std::max_element(d.begin(), d.end()) > damage;
  for_each_point(cell, [&](unsigned int q, const Shape &) {
    result = result || drive_[space_.index(cell) * n_points + q] > drive;
  });
  return result;
}

operators::WeightedCells PhaseField::degraded_cells() const {
  operators::WeightedCells result = space_.weighted_cells();
  result.weights.clear();
  NodeValues d;
  std::array<double, n_points> stiffness, weights;
  for (const FiniteCell &cell : space_.cells()) {
    const unsigned int index = space_.index(cell);
    space_.gather(damage_, 1, cell, d.data());
    double least = 1.;
    for_each_point(cell, [&](unsigned int q, const Shape &shape) {
      stiffness[q] = law_.stiffness(shape.damage(d));
      least = std::min(least, stiffness[q]);
    });
    if (cell.cell_class == octree::CellClass::inside && least > 1. - negligible_loss)
      continue;
    result.moments[index] = result.weights.size() / n_points;
    multiply(cell, stiffness, weights.data());
    result.weights.insert(result.weights.end(), weights.begin(), weights.end());
  }
  return result;
}

operators::BoundaryWeights PhaseField::borne_cells(const Vector &displacement) const {
  operators::BoundaryWeights result;
  NodeValues d;
  std::array<double, 3 * n_nodes> u;
  std::array<double, n_points> lost, weights;
  for (const FiniteCell &cell : space_.cells()) {
    space_.gather(damage_, 1, cell, d.data());
    if (*std::max_element(d.begin(), d.end()) == 0.)
      continue;
    space_.gather(displacement, 3, cell, u.data());
    double most = 0.;
    for_each_point(cell, [&](unsigned int q, const Shape &shape) {
      double strain = 0.;
      for (unsigned int a = 0; a < n_nodes; ++a)
        strain += u[3 * a + 2] * shape.gradients[a][2];
      lost[q] = strain < 0. ? 1. - law_.stiffness(shape.damage(d)) : 0.;
      most = std::max(most, lost[q]);
    });
    if (most < negligible_loss)
      continue;
    multiply(cell, lost, weights.data());
    result.cells.push_back(space_.index(cell));
    result.weights.insert(result.weights.end(), weights.begin(), weights.end());
  }
  return result;
}

double PhaseField::crack_energy() const {
  double energy = 0.;
  NodeValues d;
  for (const FiniteCell &cell : space_.cells()) {
    space_.gather(damage_, 1, cell, d.data());
    const double *weights = space_.weights(cell);
    const bool whole = cell.cell_class == octree::CellClass::inside;
    const double share = whole ? 0. : std::accumulate(weights, weights + n_points, 0.);
    for_each_point(cell, [&](unsigned int q, const Shape &shape) {
      double value = 0.;
      dealii::Tensor<1, 3> gradient;
      for (unsigned int a = 0; a < n_nodes; ++a) {
        value += d[a] * shape.values[a];
        for (unsigned int i = 0; i < 3; ++i)
          gradient[i] += d[a] * shape.gradients[a][i] / cell.size[i];
      }
      const double strength = strength_[space_.index(cell) * n_points + q];
      energy += (whole ? weights[q] : share) * cell.volume() * strength * strength *
                law_.crack_energy(value, gradient.norm_square());
    });
  }
  return dealii::Utilities::MPI::sum(energy, space_.communicator());
}

} // namespace lacuna::fracture
