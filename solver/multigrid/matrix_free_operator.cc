// SPDX-License-Identifier: LGPL-2.1-or-later
#include <solver/multigrid/matrix_free_operator.h>

#include <solver/multigrid/conjugate_gradients.h>

namespace lacuna::multigrid {

template <int n_components>
MatrixFreeOperator<n_components>::MatrixFreeOperator(
    const operators::FiniteCellSpace &space, const operators::FormCoefficients<n_components> &form,
    double fictitious, double surplus, const operators::DirichletValues &dirichlet)
    : space_(space) {
  const LevelCells cells = level_cells(space, fictitious);
  nodes_ = std::make_unique<operators::NodeNumbering>(space.communicator(), cells.lattice,
                                                      cells.cells, cells.n_owned, space.degree());
  const auto unit = unit_size(space, cells.lattice);
  op_ = make_level_operator<double>(cells, *nodes_, form, unit, surplus);
  match_nodes(cells);
  std::vector<unsigned int> constrained;
  for (unsigned int node = 0; node < space_node_.size(); ++node)
    for (unsigned int c = 0; c < n_components; ++c) {
      const auto value = dirichlet.find(space_node_[node] * n_components + c);
      if (value != dirichlet.end()) {
        constrained.push_back(node * n_components + c);
        held_.push_back(value->second);
      }
    }
  op_->constrain(constrained);
  preconditioner_ = std::make_unique<VCycle>(space.communicator(), cells, *nodes_, form, unit,
                                             surplus, constrained);
}

template <int n_components>
void MatrixFreeOperator<n_components>::match_nodes(const LevelCells &cells) {
  space_node_.resize(nodes_->n_owned_nodes());
  const unsigned int n = space_.degree() + 1;
  for (unsigned int cell = 0; cell < cells.n_owned; ++cell)
    for (unsigned int a = 0; a < nodes_->n_nodes_per_cell(); ++a) {
      const unsigned int node = nodes_->nodes(cell)[a];
      if (node < space_node_.size() && nodes_->is_regular(cells.cells[cell], nodes_->hanging(cell),
                                                          {a % n, a / n % n, a / (n * n)}))
        space_node_[node] = space_.nodes(space_.cells()[cell])[a];
    }
}

template <int n_components>
typename MatrixFreeOperator<n_components>::Inner
MatrixFreeOperator<n_components>::load(const Vector &x) const {
  const bool had_ghosts = x.has_ghost_elements();
  x.update_ghost_values();
  auto result = op_->make_vector();
  for (unsigned int node = 0; node < space_node_.size(); ++node)
    for (unsigned int c = 0; c < n_components; ++c)
      result.local_element(node * n_components + c) =
          x.local_element(space_node_[node] * n_components + c);
  if (!had_ghosts)
    x.zero_out_ghost_values();
  return result;
}

template <int n_components>
void MatrixFreeOperator<n_components>::unload(const Inner &from, Vector &to) const {
  to = 0.;
  for (unsigned int node = 0; node < space_node_.size(); ++node)
    for (unsigned int c = 0; c < n_components; ++c)
      to.local_element(space_node_[node] * n_components + c) =
          from.local_element(node * n_components + c);
  // A node may belong to another rank in the space.
  to.compress(dealii::VectorOperation::add);
}

template <int n_components>
void MatrixFreeOperator<n_components>::vmult(Vector &y, const Vector &x) const {
  Inner inner = load(x), image = op_->make_vector();
  for (const unsigned int i : op_->constrained())
    inner.local_element(i) = 0.;
  op_->vmult(image, inner);
  unload(image, y);
}

template <int n_components>
operators::SolveReport MatrixFreeOperator<n_components>::solve(Vector &x, const Vector &b,
                                                               double tolerance) const {
  Inner solution = load(x), rhs = load(b), prescribed = op_->make_vector();
  for (std::size_t i = 0; i < held_.size(); ++i) {
    const unsigned int unknown = op_->constrained()[i];
    solution.local_element(unknown) = prescribed.local_element(unknown) = held_[i];
    rhs.local_element(unknown) = 0.;
  }
  const double norm = residual(*op_, prescribed, rhs).l2_norm();
  if (norm == 0.)
    solution = prescribed;
  const auto report = conjugate_gradients(*op_, *preconditioner_, solution, rhs, norm, tolerance);
  unload(solution, x);
  space_.distribute(x, n_components);
  return report;
}

template class MatrixFreeOperator<1>;
template class MatrixFreeOperator<3>;

} // namespace lacuna::multigrid
