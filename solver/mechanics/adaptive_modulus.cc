// SPDX-License-Identifier: LGPL-2.1-or-later
#include <solver/mechanics/adaptive_modulus.h>

#include <meshes/geometry/scaffold/symmetry.h>
#include <meshes/octree/connectivity.h>
#include <meshes/octree/gathered.h>
#include <meshes/octree/notch.h>
#include <solver/adaptivity/extrapolation.h>
#include <solver/adaptivity/notches.h>
#include <solver/mechanics/stress.h>

#include <deal.II/grid/grid_tools.h>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <set>
#include <stdexcept>

namespace lacuna::mechanics {

namespace {

/** Surfaces that turn inwards by more than this face each other across a gap. */
constexpr double gap_limit = 5. / 6. * M_PI;

/**
 * At a notch the cells that join both flanks get smaller with each refinement, and with them the
 * area over which they do; across a gap narrower than the cells it stays.
 */
constexpr double lasting_share = 0.75;

/** Of the cross-section: joining cells of less area change no more than notches do. */
constexpr double least_gap_area = 0.01;

/** Relative residual of the linear solver; the modulus is then off by some 3e-9. */
constexpr double solver_tolerance = 1e-6;

/** Share of the squared error that the cells refined by the estimator hold (Dörfler). */
constexpr double bulk_share = 0.5;

/**
 * Factor between steps of the modulus under refinement of a notch: 2^−2λ with λ from 1/2 (a crack)
 * to 0.55 (a right angle), Williams 1952, 10.1115/1.4010553. A rounded notch, once resolved, falls
 * faster.
 */
constexpr double notch_factor = 0.5;

/** Recovered stress sees a third of the error at a notch on a grid as coarse as the first. */
constexpr double notch_underestimate = 3.;

/**
 * The cells refined hold half of the error elsewhere, so that about as much remains as the modulus
 * changed then; allowed is twice that. Recovered stress sees up to ten times too much there, yet on
 * coarse curved cells no more than there is: less than this share of it is not believed.
 */
constexpr double change_margin = 2., least_share = 0.25;

/** Growth of the unknowns with a refinement along necks, where it is not known yet. */
constexpr double usual_growth = 2.5;

/** Shares of a pass until its system is set up, until that is solved, and until its error is known.
 */
constexpr double solve_begins = 0.3, solve_ends = 0.7, pass_judged = 0.8;

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

geometry::Scaffold solved_part(const geometry::Scaffold &scaffold,
                               const operators::DiscretizationParameters &discretization) {
  return discretization.symmetry == operators::SymmetryUse::automatic
             ? geometry::symmetric_part(scaffold)
             : scaffold;
}

AdaptiveModulus::AdaptiveModulus(MPI_Comm communicator, const geometry::Scaffold &scaffold,
                                 const materials::Isotropic &material,
                                 const operators::DiscretizationParameters &discretization,
                                 bool bonded)
    : scaffold_(solved_part(scaffold, discretization)), material_(material),
      discretization_(discretization), bonded_(bonded),
      octree_(communicator, scaffold_.open_solid, scaffold_.box,
              {discretization.cell_size, scaffold_.voxels}) {}

void AdaptiveModulus::run(const Report &report, const operators::WorkDone &done,
                          const Refined &refined) {
  done_ = done;
  while (solve(report)) {
    const auto wanted = choose_cells();
    const double next = unknowns_after(wanted);
    if (next == passes_.back().unknowns)
      break;
    current_ = next;
    if (next > discretization_.max_unknowns)
      break;
    refinements_.push_back(names_of(wanted));
    octree_.refine([&](const auto &cell) { return wanted[cell->active_cell_index()]; });
    if (refined)
      refined();
  }
  allow_for_gaps();
}

std::vector<AdaptiveModulus::CellName>
AdaptiveModulus::names_of(const std::vector<bool> &wanted) const {
  std::vector<CellName> result;
  for (const auto &cell : solution_->space().cells())
    if (wanted[cell.cell->active_cell_index()])
      result.push_back(cell.cell->id().to_binary<3>());
  return octree::gathered(octree_.communicator(), result);
}

void AdaptiveModulus::refine_again(const std::vector<CellName> &names) {
  discard_loose_parts(octree_);
  const std::set<dealii::CellId> chosen(names.begin(), names.end());
  octree_.refine([&](const auto &cell) { return chosen.count(cell->id()) > 0; });
}

void AdaptiveModulus::serialize(checkpoint::Numbers &state) {
  std::size_t n_passes = passes_.size(), n_refinements = refinements_.size();
  state.serialize(n_passes);
  passes_.resize(n_passes);
  for (Pass &pass : passes_) {
    state.serialize(pass.cells);
    state.serialize(pass.unknowns);
    state.serialize(pass.iterations);
    for (double *x : {&pass.modulus, &pass.error_at_notches, &pass.error_elsewhere})
      state.serialize(*x);
    state.serialize(pass.refined_notches);
  }
  state.serialize(n_refinements);
  refinements_.resize(n_refinements);
  for (std::vector<CellName> &names : refinements_) {
    std::size_t n = names.size();
    state.serialize(n);
    names.resize(n);
    for (CellName &name : names)
      for (unsigned int &part : name)
        state.serialize(part);
  }
  for (auto *x : {&sequence_, &gap_areas_})
    state.serialize(*x);
  state.serialize(refined_elsewhere_);
  for (double *x : {&elsewhere_change_, &elsewhere_then_, &current_, &told_})
    state.serialize(*x);
  if (state.reads())
    for (const std::vector<CellName> &names : refinements_)
      refine_again(names);
}

void AdaptiveModulus::tell(double share_of_pass) {
  if (!done_)
    return;
  double before = 0., after = 0., next = current_;
  for (const Pass &pass : passes_)
    before += pass.unknowns;
  if (discretization_.accuracy > 0.)
    for (std::size_t i = passes_.size() + 1; i < n_usual_passes(); ++i)
      after += next *= usual_growth;
  told_ = std::max(told_, (before + share_of_pass * current_) / (before + current_ + after));
  done_(told_);
}

std::size_t AdaptiveModulus::n_usual_passes() const {
  return 1 + std::min({2u, discretization_.neck_refinements, discretization_.max_refinements});
}

bool AdaptiveModulus::solve(const Report &report) {
  loose_ = discard_loose_parts(octree_);
  solution_ = std::make_unique<Compression>(octree_, material_, discretization_, bonded_,
                                            scaffold_.mirrored);
  if (passes_.empty())
    current_ = solution_->n_unknowns();
  tell(solve_begins);
  const auto solve = solution_->solve(solver_tolerance, [this](double share) {
    tell(solve_begins + share * (solve_ends - solve_begins));
  });
  const double modulus = solution_->apparent_modulus(scaffold_.cross_section_area);
  at_notches_ = octree::cells_at_notches(octree_, adaptivity::notch_limit);
  errors_ = solution_->errors();
  tell(pass_judged);
  passes_.push_back({octree_.n_cells(), solution_->n_unknowns(), solve.iterations, modulus,
                     estimate(true) / (modulus * scaffold_.envelope_volume),
                     estimate(false) / (modulus * scaffold_.envelope_volume), !refined_elsewhere_});
  follow_sequence();
  find_gaps();
  report(passes_.back());
  return !is_done();
}

void AdaptiveModulus::find_gaps() {
  const auto facing = octree::cells_at_notches(octree_, gap_limit);
  std::vector<bool> &gaps = loose_.bridging;
  double area = 0.;
  for (const auto &cell : octree_.triangulation().active_cell_iterators()) {
    const auto i = cell->active_cell_index();
    gaps[i] = gaps[i] && (facing[i] || loose_.thin_gaps[i]);
    if (gaps[i] && cell->is_locally_owned())
      area += std::pow(cell->measure(), 2. / 3.);
  }
  gap_areas_.push_back(dealii::Utilities::MPI::sum(area, octree_.communicator()));
}

void AdaptiveModulus::allow_for_gaps() {
  const double area = gap_areas_.back();
  if (area < least_gap_area * scaffold_.cross_section_area ||
      (gap_areas_.size() > 1 && area < lasting_share * gap_areas_[gap_areas_.size() - 2]))
    return;
  // Ghosts have neighbours that only their owners know.
  dealii::GridTools::exchange_cell_data_to_ghosts<unsigned char>(
      octree_.triangulation(),
      [&](const auto &cell) { return loose_.bridging[cell->active_cell_index()]; },
      [&](const auto &cell, unsigned char gap) {
        loose_.bridging[cell->active_cell_index()] = gap;
      });
  // The cells that join what the gap parts are taken out: more than the gap, so that the specimen
  // is softer than it is, as it was stiffer before.
  octree_.discard(loose_.bridging);
  octree_.discard(octree::find_connection(octree_).loose);
  double softer = 0.;
  if (octree_.n_cells() > 0) {
    Compression opened(octree_, material_, discretization_, bonded_, scaffold_.mirrored);
    opened.solve(solver_tolerance);
    softer = opened.apparent_modulus(scaffold_.cross_section_area);
  }
  octree_.restore();
  octree_.discard(octree::find_connection(octree_).loose);
  gap_change_ = std::max(0., passes_.back().modulus - softer) / passes_.back().modulus;
  modulus_.error += gap_change_ * modulus_.value;
}

double AdaptiveModulus::estimate(bool at_notches) const {
  double sum = 0.;
  for (std::size_t i = 0; i < errors_.size(); ++i)
    if (at_notches_[index(i)] == at_notches)
      sum += errors_[i];
  return dealii::Utilities::MPI::sum(sum, octree_.communicator());
}

void AdaptiveModulus::follow_sequence() {
  const Pass &pass = passes_.back();
  if (refined_elsewhere_) {
    // Away from notches the error falls by the same amount however fine the notches are.
    const double change = pass.modulus - sequence_.back();
    for (double &modulus : sequence_)
      modulus += change;
    elsewhere_change_ = std::abs(change);
    elsewhere_then_ = pass.error_elsewhere;
  } else {
    sequence_.push_back(pass.modulus);
  }
  modulus_ = adaptivity::extrapolate(sequence_, notch_factor,
                                     notch_underestimate * pass.modulus * pass.error_at_notches);
  extrapolation_error_ = modulus_.error;
  modulus_.error += error_elsewhere();
}

double AdaptiveModulus::error_elsewhere() const {
  const Pass &pass = passes_.back();
  const double estimate = pass.modulus * pass.error_elsewhere;
  if (elsewhere_then_ == 0.)
    return estimate;
  const double found = change_margin * elsewhere_change_ * pass.error_elsewhere / elsewhere_then_;
  return std::clamp(found, least_share * estimate, estimate);
}

bool AdaptiveModulus::is_done() const {
  const auto refinements = passes_.size() - 1;
  const bool enough =
      discretization_.accuracy == 0. || refinements >= discretization_.max_refinements;
  // Extrapolation can be trusted from the second refinement of a notch on, if there is to be one.
  const bool has_bar = passes_.back().error_at_notches > 0.
                           ? sequence_.size() >= std::min(3u, discretization_.neck_refinements + 1)
                           : refinements > 0;
  const bool accurate = has_bar && modulus_.error <= discretization_.accuracy * modulus_.value;
  return enough || accurate;
}

std::vector<bool> AdaptiveModulus::choose_cells() {
  const Pass &pass = passes_.back();
  const bool notches_left =
      sequence_.size() <= discretization_.neck_refinements && pass.error_at_notches > 0.;
  refined_elsewhere_ = !notches_left || error_elsewhere() > extrapolation_error_;
  if (!refined_elsewhere_)
    return at_notches_;
  std::vector<double> errors = errors_;
  for (std::size_t i = 0; i < errors.size(); ++i)
    if (at_notches_[index(i)])
      errors[i] = 0.;
  const double threshold = bulk_threshold(errors, octree_.communicator());
  std::vector<bool> wanted(at_notches_.size(), false);
  for (std::size_t i = 0; i < errors.size(); ++i)
    wanted[index(i)] = errors[i] > threshold;
  return wanted;
}

double AdaptiveModulus::unknowns_after(const std::vector<bool> &wanted) const {
  unsigned int n = 0;
  for (std::size_t i = 0; i < errors_.size(); ++i)
    n += wanted[index(i)];
  n = dealii::Utilities::MPI::sum(n, octree_.communicator());
  return passes_.back().unknowns * (1. + 7. * n / passes_.back().cells);
}

unsigned int AdaptiveModulus::index(std::size_t cell) const {
  return solution_->space().cells()[cell].cell->active_cell_index();
}

} // namespace lacuna::mechanics
