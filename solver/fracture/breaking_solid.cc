// SPDX-License-Identifier: LGPL-2.1-or-later
#include <solver/fracture/breaking_solid.h>

#include <algorithm>
#include <cmath>

namespace lacuna::fracture {

namespace {

constexpr double solver_tolerance = 1e-6;

/** A multigrid cycle serves until damage somewhere has changed by more than this. */
constexpr double little_change = 0.1;

/** Cells that lost no more of their stiffness than this anywhere stay whole. */
constexpr double negligible_loss = 1e-4;

} // namespace

BreakingSolid::BreakingSolid(const octree::Octree &octree, const BreakingModel &model)
    : space_(octree, 1), points_(space_), form_{model.elasticity.lambda(), model.elasticity.mu(),
                                                model.elasticity.youngs_modulus},
      stabilization_{model.fictitious_stiffness, 0.},
      cracks_(points_, model.law, model.fictitious_stiffness, model.strength),
      held_(model.held(space_)), displacement_(space_.make_vector(3)), before_(displacement_) {
  if (model.crushing)
    crushing_.emplace(points_, *model.crushing);
  for (const auto &[unknown, value] : held_)
    motion_ = std::max(motion_, std::abs(value));
  motion_ = dealii::Utilities::MPI::max(motion_, space_.communicator());
}

std::vector<std::pair<const Vector *, unsigned int>> BreakingSolid::fields() const {
  std::vector<std::pair<const Vector *, unsigned int>> result{
      {&displacement_, 3}, {&before_, 3}, {&cracks_.least(), 1}, {&cracks_.damage(), 1}};
  if (crushing_)
    for (const Vector *field : {&crushing_->least(), &crushing_->pressure()})
      result.emplace_back(field, 1);
  return result;
}

void BreakingSolid::restart(double strain, const std::vector<Vector> &fields) {
  strain_ = strain;
  displacement_ = fields[0];
  before_ = fields[1];
  cracks_.restart(fields[2], fields[3]);
  if (crushing_)
    crushing_->restart(fields[4], fields[5]);
}

void BreakingSolid::begin(double strain) {
  if (strain_ > 0.)
    displacement_ *= strain / strain_;
  strain_ = strain;
  before_ = displacement_;
  cracks_.restart(cracks_.least(), cracks_.least());
  if (crushing_)
    crushing_->restart(crushing_->least(), crushing_->least());
  preconditioner_.reset();
}

double BreakingSolid::follow() {
  const double change = crushing_ ? crushing_->follow(displacement_, cracks_) : 0.;
  return std::max(change, cracks_.follow(displacement_));
}

void BreakingSolid::accept() {
  cracks_.accept();
  if (crushing_)
    crushing_->accept();
}

double BreakingSolid::dissipated() const {
  return cracks_.energy() + (crushing_ ? crushing_->energy(cracks_) : 0.);
}

bool BreakingSolid::exceeds(const FiniteCell &cell, double damage, double drive) const {
  return cracks_.exceeds(cell, damage, drive) ||
         (crushing_ && crushing_->exceeds(cell, std::sqrt(drive)));
}

bool BreakingSolid::bears(const FiniteCell &cell, const CellPoints::PointValues &left,
                          const CellPoints::PointValues &uncrushed,
                          CellPoints::PointValues &lost) const {
  CellPoints::Displacements u;
  space_.gather(before_, 3, cell, u.data());
  double most = 0.;
  points_.for_each(cell, [&](unsigned int q, const CellPoints::Shape &shape) {
    const double strain = shape.gradient(u, cell.size)[2][2];
    lost[q] = strain < 0. ? (1. - left[q]) * uncrushed[q] : 0.;
    most = std::max(most, lost[q]);
  });
  return most > negligible_loss;
}

std::unique_ptr<BreakingSolid::Degraded>
BreakingSolid::degraded(const operators::DirichletValues &held) const {
  auto result = std::make_unique<Degraded>();
  operators::WeightedCells &cells = result->cells;
  cells = space_.weighted_cells();
  cells.weights.clear();
  operators::BoundaryWeights borne;
  CellPoints::PointValues left, uncrushed, lost, weights;
  uncrushed.fill(1.);
  for (const FiniteCell &cell : space_.cells()) {
    const unsigned int index = space_.index(cell);
    const bool is_cracked = cracks_.stiffness(cell, left);
    const bool is_crushed = crushing_ && crushing_->stiffness(cell, uncrushed);
    const bool is_whole = cell.cell_class == octree::CellClass::inside;
    if (!is_cracked && !is_crushed && is_whole)
      continue;
    if (is_cracked && crushing_ && bears(cell, left, uncrushed, lost)) {
      points_.multiply(cell, lost, weights.data());
      borne.cells.push_back(index);
      borne.weights.insert(borne.weights.end(), weights.begin(), weights.end());
    }
    double least = 1.;
    points_.for_each(cell, [&](unsigned int q, const CellPoints::Shape &) {
      left[q] *= uncrushed[q];
      least = std::min(least, left[q]);
    });
    if (is_whole && least > 1. - negligible_loss)
      continue;
    cells.moments[index] = cells.weights.size() / cells.n_points;
    points_.multiply(cell, left, weights.data());
    cells.weights.insert(cells.weights.end(), weights.begin(), weights.end());
  }
  result->cracks = cracks_.damage();
  if (crushing_)
    result->crushing = crushing_->pressure();
  result->op.emplace(space_.communicator(), result->cells, space_.numbering(), form_,
                     stabilization_, held, std::move(borne));
  return result;
}

bool BreakingSolid::serves(const Degraded &other) const {
  Vector change = cracks_.damage();
  change -= other.cracks;
  if (change.linfty_norm() > little_change)
    return false;
  if (!crushing_)
    return true;
  change = crushing_->pressure();
  change -= other.crushing;
  return change.linfty_norm() < little_change;
}

unsigned int BreakingSolid::deform(double share) {
  operators::DirichletValues held = held_;
  for (auto &[unknown, value] : held)
    value *= strain_;
  auto present = degraded(held);
  if (preconditioner_ && serves(*preconditioner_))
    present->op->precondition_as(*preconditioner_->op);
  else
    preconditioner_.reset();
  const unsigned int iterations =
      present->op->improve(displacement_, space_.make_vector(3), solver_tolerance, share)
          .iterations;
  if (!preconditioner_)
    preconditioner_ = std::move(present);
  return iterations;
}

BreakingSolid::Measured BreakingSolid::measure() const {
  Vector force = space_.make_vector(3);
  degraded({})->op->vmult(force, displacement_);
  double work = 0.; // of a unit of strain
  for (const auto &[unknown, value] : held_)
    if (unknown < 3 * space_.n_owned_nodes())
      work += force.local_element(unknown) * value;
  return {dealii::Utilities::MPI::sum(work, space_.communicator()) / motion_,
          0.5 * (force * displacement_)};
}

} // namespace lacuna::fracture
