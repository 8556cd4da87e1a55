// SPDX-License-Identifier: LGPL-2.1-or-later
#include <solver/multigrid/v_cycle.h>

namespace lacuna::multigrid {

using operators::NodeNumbering;

namespace {

/** Steps of the smoother before and after the coarse correction. */
constexpr unsigned int smoother_degree = 4;

/** Coarse unknowns that reach a held one of the finer level are held as well. */
std::vector<unsigned int> constrained_above(const LevelOperator<float> &fine,
                                            const LevelOperator<float> &coarse,
                                            const Transfer &transfer) {
  auto held = fine.make_vector(), reached = coarse.make_vector();
  for (const unsigned int i : fine.constrained())
    held.local_element(i) = 1.f;
  transfer.restrict_to(reached, held);
  std::vector<unsigned int> result;
  for (unsigned int i = 0; i < reached.locally_owned_size(); ++i)
    if (reached.local_element(i) > 1e-4f)
      result.push_back(i);
  return result;
}

double volume(const std::array<double, 3> &size) {
  return size[0] * size[1] * size[2];
}

/** About the largest entry of the matrix of a cell of the given size. */
double magnitude(const operators::FormCoefficients<1> &form, const std::array<double, 3> &size) {
  return volume(size) * (form.diffusivity / (size[0] * size[0]) + form.mass);
}
double magnitude(const operators::FormCoefficients<3> &form, const std::array<double, 3> &size) {
  return volume(size) * (form.lambda + 2. * form.mu) / (size[0] * size[0]);
}

operators::FormCoefficients<1> scaled(const operators::FormCoefficients<1> &form, double factor) {
  return {factor * form.diffusivity, factor * form.mass, factor * form.exchange};
}
operators::FormCoefficients<3> scaled(const operators::FormCoefficients<3> &form, double factor) {
  return {factor * form.lambda, factor * form.mu, factor * form.axial};
}

} // namespace

template <int n_components>
VCycle::VCycle(MPI_Comm communicator, const WeightedCells &finest,
               const NodeNumbering &finest_nodes,
               const operators::FormCoefficients<n_components> &unscaled,
               const operators::Stabilization &stabilization,
               const operators::BoundaryWeights &finest_boundary,
               const std::vector<unsigned int> &constrained) {
  // Entries of the order of one, whatever the units: squares stay within single precision, pivots
  // of the coarsest level above what PETSc takes for zero.
  factor_ = 1. / magnitude(unscaled, finest.unit);
  const auto form = scaled(unscaled, factor_);
  const WeightedCells *cells = &finest;
  const operators::BoundaryWeights *boundary = &finest_boundary;
  const NodeNumbering *nodes = &finest_nodes;
  levels_.emplace_back();
  levels_[0].op = make_level_operator<float>(*cells, *nodes, form, stabilization, *boundary);
  levels_[0].op->constrain(constrained);
  while (nodes->degree() > 1 || can_coarsen(*cells, communicator)) {
    const double fictitious = cells == &finest ? stabilization.fictitious : 0.;
    Coarsening next =
        nodes->degree() > 1
            ? to_linear(*cells, *boundary, nodes->degree(), fictitious)
            : coarsen(*cells, *boundary, fictitious, nodes->foreign_cells(), communicator);
    Level &finer = levels_.back(), &level = levels_.emplace_back();
    level.cells = std::move(next.coarse);
    level.boundary = std::move(next.boundary);
    level.nodes = std::make_unique<NodeNumbering>(communicator, level.cells.lattice,
                                                  level.cells.cells, level.cells.n_owned, 1);
    level.op = make_level_operator<float>(level.cells, *level.nodes, form, {}, level.boundary);
    level.transfer =
        make_transfer<n_components>(*cells, *nodes, level.cells, *level.nodes, next.parent);
    level.op->constrain(constrained_above(*finer.op, *level.op, *level.transfer));
    finer.cells.weights = {}; // packed in finer.op
    cells = &level.cells;
    boundary = &level.boundary;
    nodes = level.nodes.get();
  }
  Coarsening bottom;
  if (cells == &finest) { // whose weights are without the fictitious part
    bottom = to_linear(finest, *boundary, 1, stabilization.fictitious);
    cells = &bottom.coarse;
  }
  coarse_ = std::make_unique<CoarseSolver>(communicator, *cells, *boundary, *nodes, form,
                                           *levels_.back().op);
  for (Level &level : levels_) {
    if (&level != &levels_.back())
      level.smoother = std::make_unique<Chebyshev>(*level.op, smoother_degree);
    level.x = level.op->make_vector();
    level.r = level.op->make_vector();
    level.step = level.op->make_vector();
    level.image = level.op->make_vector();
  }
}

void VCycle::vmult(LevelVector<double> &x, const LevelVector<double> &b) const {
  const Level &finest = levels_.front();
  // Of unit size, to stay within the range of single precision.
  const double size = b.l2_norm(), scale = size > 0. ? 1. / size : 0.;
  for (unsigned int i = 0; i < b.locally_owned_size(); ++i)
    finest.r.local_element(i) = scale * b.local_element(i);
  cycle(0);
  for (unsigned int i = 0; i < b.locally_owned_size(); ++i)
    x.local_element(i) = size * factor_ * finest.x.local_element(i);
}

void VCycle::cycle(unsigned int l) const {
  const Level &level = levels_[l];
  if (l + 1 == levels_.size()) {
    coarse_->solve(level.x, level.r);
    return;
  }
  const Level &coarse = levels_[l + 1];
  level.x = 0.f;
  level.smoother->smooth(level.x, level.r, true, level.step, level.image);
  coarse.transfer->restrict_to(coarse.r, level.r);
  for (const unsigned int i : coarse.op->constrained())
    coarse.r.local_element(i) = 0.f;
  cycle(l + 1);
  LevelVector<float> &correction = level.step;
  coarse.transfer->prolongate(correction, coarse.x);
  for (const unsigned int i : level.op->constrained())
    correction.local_element(i) = 0.f;
  level.x += correction;
  level.op->vmult(level.image, correction);
  level.r -= level.image;
  level.smoother->smooth(level.x, level.r, false, level.step, level.image);
}

#define INSTANTIATE(n)                                                                             \
  template VCycle::VCycle(MPI_Comm, const WeightedCells &, const NodeNumbering &,                  \
                          const operators::FormCoefficients<n> &,                                  \
                          const operators::Stabilization &, const operators::BoundaryWeights &,    \
                          const std::vector<unsigned int> &);
INSTANTIATE(1)
INSTANTIATE(3)
#undef INSTANTIATE

} // namespace lacuna::multigrid
