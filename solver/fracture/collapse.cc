// SPDX-License-Identifier: LGPL-2.1-or-later
#include <solver/fracture/collapse.h>

#include <meshes/files/is_root.h>
#include <meshes/octree/gathered.h>

#include <deal.II/base/utilities.h>

#include <algorithm>
#include <set>

namespace lacuna::fracture {

namespace {

/** A step of more passes than this makes the next one shorter, of fewer longer. */
constexpr unsigned int many_passes = 40, few_passes = 15;
constexpr double shortest_step = 1. / 2.;

/** Damage moves on between passes, so that each takes the residual no further than to this share.
 */
constexpr double residual_share = 0.1;

/** The grid is refined after so many passes, and once damage has settled. */
constexpr unsigned int passes_on_a_grid = 5;

/** A step in which the load drops by more than this share of its peak is taken again in shorter
 * ones.
 */
constexpr double large_drop = 0.1;

} // namespace

/** What goes into a file. */
struct Collapse::State {
  std::vector<CollapseStep> steps;
  double increment;
  std::vector<std::vector<CellName>> refinements;
  CellFields fields;

  template <typename Archive>
  void serialize(Archive &archive, unsigned int) {
    archive &steps &increment &refinements &fields;
  }
};

Collapse::Collapse(octree::Octree &octree, BreakingModel model, CollapseGrid grid)
    : octree_(octree), model_(std::move(model)), grid_(std::move(grid)),
      solid_(std::make_unique<BreakingSolid>(octree_, model_)) {}

const CollapseStep &Collapse::peak() const {
  return *std::max_element(steps_.begin(), steps_.end(),
                           [](const auto &a, const auto &b) { return a.force < b.force; });
}

void Collapse::run(const CollapseControl &control, const Report &report) {
  while (steps_.size() < control.max_steps) {
    const CollapseStep before = steps_.empty() ? CollapseStep{} : steps_.back();
    if (!steps_.empty() &&
        (before.strain >= control.stop_strain || before.force < control.stop_share * peak().force))
      return;
    if (steps_.empty())
      increment_ = control.strain_step;
    const double shortest = shortest_step * control.strain_step;
    CollapseStep next;
    while (true) {
      next = step(steps_.empty() ? control.first_strain
                                 : std::min(before.strain + increment_, control.stop_strain),
                  control);
      if (steps_.empty() || next.force > before.force - large_drop * peak().force ||
          increment_ <= shortest)
        break;
      increment_ = std::max(0.25 * increment_, shortest);
    }
    solid_->accept();
    next.work = before.work + 0.5 * (before.force + next.force) * solid_->motion() *
                                  (next.strain - before.strain);
    steps_.push_back(next);
    if (next.passes > many_passes)
      increment_ = std::max(0.5 * increment_, shortest);
    else if (next.passes < few_passes)
      increment_ = std::min(2. * increment_, control.strain_step);
    report(next);
  }
}

CollapseStep Collapse::step(double strain, const CollapseControl &control) {
  CollapseStep result{};
  result.strain = strain;
  solid_->begin(strain);
  do {
    result.iterations += solid_->deform(residual_share);
    result.settled = solid_->follow() < control.settled_change;
    ++result.passes;
    if ((result.settled || result.passes % passes_on_a_grid == 0) && adapt(strain))
      result.settled = false;
  } while (!result.settled && result.passes < control.max_passes);
  result.cells = octree_.n_cells();
  result.iterations += solid_->deform();
  const auto measured = solid_->measure();
  result.force = measured.force;
  result.stored = measured.stored;
  result.dissipated = solid_->dissipated();
  return result;
}

bool Collapse::adapt(double strain) {
  const auto names = too_large_cells();
  if (names.empty())
    return false;
  const CellFields found = fields();
  solid_.reset();
  refinements_.push_back(names);
  refine(names);
  take(found, strain);
  return true;
}

bool Collapse::is_too_large(const octree::Octree::Cell &cell) const {
  const auto size = cell->vertex(7) - cell->vertex(0);
  return std::max({size[0], size[1], size[2]}) > (1. + 1e-6) * grid_.fine_size;
}

std::vector<Collapse::CellName> Collapse::too_large_cells() const {
  std::vector<CellName> result;
  for (const FiniteCell &cell : solid_->space().cells())
    if (is_too_large(cell.cell) && solid_->exceeds(cell, grid_.damage, grid_.drive))
      result.push_back(cell.cell->id().to_binary<3>());
  return octree::gathered(octree_.communicator(), result);
}

void Collapse::refine(const std::vector<CellName> &names) {
  const std::set<dealii::CellId> chosen(names.begin(), names.end());
  const auto is_wanted = [&](const octree::Octree::Cell &cell) {
    if (!is_too_large(cell))
      return false;
    octree::Octree::Triangulation::cell_iterator part = cell;
    while (chosen.count(part->id()) == 0 && part->level() > 0)
      part = part->parent();
    return chosen.count(part->id()) > 0;
  };
  const auto any_wanted = [&] {
    bool any = false;
    for (const auto &cell : octree_.triangulation().active_cell_iterators())
      any = any || (cell->is_locally_owned() &&
                    octree_.cell_class(cell) != octree::CellClass::outside && is_wanted(cell));
    return dealii::Utilities::MPI::logical_or(any, octree_.communicator());
  };
  while (any_wanted())
    octree_.refine(is_wanted);
  if (grid_.mend)
    grid_.mend(octree_);
}

CellFields Collapse::fields() const {
  return {solid_->space(), solid_->fields()};
}

void Collapse::take(const CellFields &fields, double strain) {
  solid_ = std::make_unique<BreakingSolid>(octree_, model_);
  std::vector<unsigned int> n_components;
  for (const auto &[field, n] : solid_->fields())
    n_components.push_back(n);
  solid_->restart(strain, fields.on(solid_->space(), n_components));
}

std::string Collapse::state() const {
  const State state{steps_, increment_, refinements_, fields().gathered(octree_.communicator())};
  if (!files::is_root(octree_.communicator()))
    return {};
  // To compress it would take as long as some passes do.
  const std::vector<char> packed = dealii::Utilities::pack(state, false);
  return {packed.begin(), packed.end()};
}

void Collapse::restore(const std::string &packed) {
  State state;
  if (files::is_root(octree_.communicator()))
    state =
        dealii::Utilities::unpack<State>(std::vector<char>(packed.begin(), packed.end()), false);
  const CellFields saved = std::exchange(state.fields, {});
  state = dealii::Utilities::MPI::broadcast(octree_.communicator(), state);
  steps_ = state.steps;
  increment_ = state.increment;
  refinements_ = state.refinements;
  solid_.reset();
  for (const auto &names : refinements_)
    refine(names);
  take(saved, steps_.back().strain);
}

} // namespace lacuna::fracture
