// SPDX-License-Identifier: LGPL-2.1-or-later
#include <solver/mechanics/adaptive_modulus.h>

#include <meshes/octree/connectivity.h>
#include <meshes/octree/notch.h>
#include <solver/mechanics/stress.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <stdexcept>

namespace lacuna::mechanics {

namespace {

/** Surfaces that turn inwards by more than this within a cell are refined. */
constexpr double notch_limit = M_PI / 4.;

/** Relative residual of the linear solver. */
constexpr double solver_tolerance = 1e-8;

/** Share of the squared error that the cells refined by the estimator hold (Dörfler). */
constexpr double bulk_share = 0.5;

/** Factor between steps of the modulus under refinement of a sharp notch; measured 0.52. */
constexpr double notch_factor = 0.5;

/**
 * The same under refinement by the estimate: the half of the error that is refined falls to between
 * a quarter (smooth) and a half (at a notch). Such steps are too uneven to measure it.
 */
constexpr double estimate_factor = 0.7;

/** The error above which cells hold `bulk_share` of the sum over all ranks. */
double bulk_threshold(const std::vector<double> &errors, MPI_Comm communicator) {
  const auto sum_above = [&](double threshold) {
    double sum = 0.;
    for (const double error : errors)
      sum += error > threshold ? error : 0.;
    return dealii::Utilities::MPI::sum(sum, communicator);
  };
  const double total = sum_above(-1.);
  double low = 0.,
         high = dealii::Utilities::MPI::max(
             errors.empty() ? 0. : *std::max_element(errors.begin(), errors.end()), communicator);
  for (unsigned int i = 0; i < 60; ++i) {
    const double middle = 0.5 * (low + high);
    (sum_above(middle) > bulk_share * total ? low : high) = middle;
  }
  return low;
}

} // namespace

Value extrapolate(const std::vector<double> &sequence, double usual_factor, double first_error) {
  const std::size_t n = sequence.size();
  if (n == 1)
    return {sequence[0], first_error};
  const double last = sequence[n - 1], step = last - sequence[n - 2];
  double factor = usual_factor;
  if (n > 2 && sequence[n - 2] != sequence[n - 3])
    factor = std::clamp(step / (sequence[n - 2] - sequence[n - 3]), 0., 0.75);
  const double rest = step * factor / (1. - factor);
  return {last + rest, std::abs(rest)};
}

bool refine_at_notches(octree::Octree &octree) {
  const auto wanted = octree::cells_at_notches(octree, notch_limit);
  const bool any = dealii::Utilities::MPI::logical_or(
      std::find(wanted.begin(), wanted.end(), true) != wanted.end(), octree.communicator());
  if (any)
    octree.refine([&](const auto &cell) { return wanted[cell->active_cell_index()]; });
  return any;
}

double discard_loose_parts(octree::Octree &octree) {
  constexpr unsigned int bottom = 4, top = 5;
  const auto loose = octree::loose_cells(octree, bottom, top);
  double volume = 0.;
  for (const auto &cell : octree.triangulation().active_cell_iterators())
    if (cell->is_locally_owned() && loose[cell->active_cell_index()])
      volume += octree.pieces(cell).volume(octree::Octree::box_of(cell));
  octree.discard([&](const auto &cell) { return loose[cell->active_cell_index()]; });
  if (octree.n_cells() == 0)
    throw std::runtime_error("no part of the scaffold connects the platens");
  return dealii::Utilities::MPI::sum(volume, octree.communicator());
}

AdaptiveModulus::AdaptiveModulus(MPI_Comm communicator, const geometry::Scaffold &scaffold,
                                 const materials::Isotropic &material,
                                 const operators::DiscretizationParameters &discretization,
                                 bool bonded)
    : scaffold_(scaffold), material_(material), discretization_(discretization), bonded_(bonded),
      octree_(communicator, scaffold.open_solid, scaffold.box, discretization.cell_size) {}

void AdaptiveModulus::run(const Report &report) {
  while (true) {
    loose_volume_ = discard_loose_parts(octree_);
    solution_ = std::make_unique<Compression>(octree_, material_, discretization_, bonded_);
    const auto solve = solution_->solve(solver_tolerance);
    const auto errors = recovery_error(solution_->elasticity(), solution_->displacement());
    const double energy_error = dealii::Utilities::MPI::sum(
        std::accumulate(errors.begin(), errors.end(), 0.), octree_.communicator());
    const double modulus = solution_->apparent_modulus(scaffold_.cross_section_area);
    passes_.push_back({octree_.n_cells(), solution_->n_unknowns(), solve.iterations, modulus,
                       energy_error / (modulus * scaffold_.envelope_volume)});

    std::vector<double> moduli;
    for (const Pass &pass : passes_)
      moduli.push_back(pass.modulus);
    if (refined_by_estimate_)
      moduli.erase(moduli.begin(), moduli.end() - 2);
    const double estimated = passes_.back().estimated_error * modulus;
    modulus_ =
        extrapolate(moduli, refined_by_estimate_ ? estimate_factor : notch_factor, estimated);
    modulus_.error = std::max(modulus_.error, estimated);
    report(passes_.back());
    if (is_done())
      return;
    refine(errors);
  }
}

bool AdaptiveModulus::is_done() const {
  const auto refinements = passes_.size() - 1;
  const bool enough =
      discretization_.accuracy == 0. || refinements >= discretization_.max_refinements;
  // An error bar needs two grids at least.
  const bool accurate =
      refinements > 0 && modulus_.error <= discretization_.accuracy * modulus_.value;
  const double growth = refinements == 0 ? 1.5
                                         : static_cast<double>(passes_.back().unknowns) /
                                               passes_[refinements - 1].unknowns;
  return enough || accurate || passes_.back().unknowns * growth > discretization_.max_unknowns;
}

void AdaptiveModulus::refine(const std::vector<double> &errors) {
  if (passes_.size() <= discretization_.neck_refinements && refine_at_notches(octree_))
    return;
  refined_by_estimate_ = true;
  const double threshold = bulk_threshold(errors, octree_.communicator());
  std::vector<bool> wanted(octree_.triangulation().n_active_cells(), false);
  for (std::size_t i = 0; i < errors.size(); ++i)
    wanted[solution_->space().cells()[i].cell->active_cell_index()] = errors[i] > threshold;
  octree_.refine([&](const auto &cell) { return wanted[cell->active_cell_index()]; });
}

} // namespace lacuna::mechanics
