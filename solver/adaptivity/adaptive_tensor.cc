// SPDX-License-Identifier: LGPL-2.1-or-later
#include <solver/adaptivity/adaptive_tensor.h>

#include <solver/adaptivity/extrapolation.h>
#include <solver/adaptivity/notches.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <stdexcept>

namespace lacuna::adaptivity {

namespace {

/** Factors between steps of an entry where necks are refined, and where all cells are. */
constexpr double neck_factor = 0.5, uniform_factor = 0.25;

/** Growth of the number of unknowns if all cells are halved, and at a first refinement of necks. */
constexpr double uniform_growth = 8., first_growth = 1.5;

/** Error of a tensor of which one grid only is known, and what is allowed beyond a known one. */
constexpr double unknown_error = 0.05, margin = 1e-3;

/** Of the property of the material: what is smaller is as good as nothing. */
constexpr double negligible = 1e-4;

/** What the linear solver's tolerance may leave, relative to the norm or to what is negligible. */
constexpr double noise = 1e-6;

/**
 * Removes noise, of which a tensor may consist where no load is borne; throws std::runtime_error
 * where the matrix is not symmetric but for that.
 */
void remove_noise(Matrix &matrix, double scale) {
  const double allowed = noise * std::max(matrix.frobenius_norm(), negligible * scale);
  Matrix difference = matrix;
  difference.Tadd(-1., matrix);
  if (!(difference.frobenius_norm() <= allowed))
    throw std::runtime_error("the effective tensor is not symmetric: the solution is wrong");
  matrix.symmetrize();
  if (matrix.frobenius_norm() <= allowed)
    matrix = 0.;
}

} // namespace

AdaptiveTensor::AdaptiveTensor(MPI_Comm communicator, geometry::ShapePtr shape,
                               const octree::Box &box,
                               const operators::DiscretizationParameters &discretization,
                               double scale)
    : discretization_(discretization), scale_(scale),
      octree_(communicator, std::move(shape), box, discretization.cell_size, octree::CellCutter(),
              true) {
  if (octree_.n_cells() == 0)
    throw std::runtime_error("the periodic cell is empty");
}

void AdaptiveTensor::run(const Solve &solve, const Report &report, const Refined &refined) {
  while (true) {
    const operators::FiniteCellSpace space(octree_, discretization_.degree);
    passes_.push_back(solve(space));
    remove_noise(passes_.back().tensor, scale_);
    extrapolate();
    report(*this);
    if (is_done() || !refine())
      return;
    if (refined)
      refined();
  }
}

void AdaptiveTensor::serialize(checkpoint::Numbers &state) {
  std::size_t n_passes = passes_.size();
  state.serialize(n_passes);
  for (std::size_t i = 0; i < n_passes; ++i) {
    if (state.reads())
      passes_.emplace_back();
    TensorPass &pass = passes_[i];
    unsigned int n_rows = pass.tensor.m();
    state.serialize(pass.cells);
    state.serialize(pass.unknowns);
    state.serialize(pass.iterations);
    state.serialize(pass.share);
    state.serialize(n_rows);
    if (state.reads())
      pass.tensor.reinit(n_rows, n_rows);
    for (unsigned int row = 0; row < n_rows; ++row)
      for (unsigned int column = 0; column < n_rows; ++column)
        state.serialize(pass.tensor(row, column));
    if (state.reads()) {
      extrapolate();
      refine();
    }
  }
}

void AdaptiveTensor::extrapolate() {
  value_ = error_ = passes_.back().tensor;
  for (unsigned int i = 0; i < value_.m(); ++i)
    for (unsigned int j = 0; j < value_.n(); ++j) {
      std::vector<double> sequence;
      for (std::size_t pass = first_; pass < passes_.size(); ++pass)
        sequence.push_back(passes_[pass].tensor(i, j));
      const Value limit = adaptivity::extrapolate(sequence, uniform_ ? uniform_factor : neck_factor,
                                                  std::numeric_limits<double>::quiet_NaN());
      value_(i, j) = limit.value;
      error_(i, j) = limit.error;
    }
}

double AdaptiveTensor::relative_error() const {
  // Entries that vanish are as exact as the others.
  double least = negligible * scale_;
  for (unsigned int i = 0; i < value_.m(); ++i)
    least = std::max(least, 1e-3 * value_(i, i));
  const auto size = [&](unsigned int i) { return std::max(value_(i, i), least); };
  double result = 0.;
  for (unsigned int i = 0; i < value_.m(); ++i)
    for (unsigned int j = 0; j < value_.n(); ++j)
      result = std::max(error_(i, j) / std::sqrt(size(i) * size(j)), result);
  return passes_.size() > 1 ? result : std::numeric_limits<double>::quiet_NaN();
}

double AdaptiveTensor::slack() const {
  return margin + (passes_.size() > 1 ? relative_error() : unknown_error);
}

bool AdaptiveTensor::is_done() const {
  return discretization_.accuracy == 0. || passes_.size() > discretization_.max_refinements ||
         relative_error() <= discretization_.accuracy;
}

bool AdaptiveTensor::refine() {
  const double n = passes_.back().unknowns, limit = discretization_.max_unknowns;
  const double growth =
      passes_.size() == 1 ? first_growth : n / passes_[passes_.size() - 2].unknowns;
  if (!uniform_ && n * growth > limit)
    return false;
  if (!uniform_ && refine_at_notches(octree_))
    return true;
  if (n * uniform_growth > limit)
    return false;
  if (!uniform_)
    first_ = passes_.size() - 1;
  uniform_ = true;
  octree_.refine([](const auto &) { return true; });
  return true;
}

} // namespace lacuna::adaptivity
