// SPDX-License-Identifier: LGPL-2.1-or-later
#include <solver/multigrid/matrix_free_operator.h>

#include <solver/multigrid/conjugate_gradients.h>

namespace lacuna::multigrid {

template <int n_components>
MatrixFreeOperator<n_components>::MatrixFreeOperator(
    const operators::FiniteCellSpace &space, const operators::FormCoefficients<n_components> &form,
    const operators::Stabilization &stabilization, const operators::DirichletValues &dirichlet,
    operators::BoundaryWeights boundary)
    : MatrixFreeOperator(space.communicator(), space.weighted_cells(), space.numbering(), form,
                         stabilization, dirichlet, std::move(boundary)) {}

template <int n_components>
MatrixFreeOperator<n_components>::MatrixFreeOperator(
    MPI_Comm communicator, const WeightedCells &cells, const operators::NodeNumbering &numbering,
    const operators::FormCoefficients<n_components> &form,
    const operators::Stabilization &stabilization, const operators::DirichletValues &dirichlet,
    operators::BoundaryWeights boundary)
    : communicator_(communicator), cells_(cells), numbering_(numbering), form_(form),
      stabilization_(stabilization), boundary_(std::move(boundary)) {
  op_ = make_level_operator<double>(cells, numbering, form, stabilization, boundary_);
  std::vector<unsigned int> constrained;
  for (const auto &[unknown, value] : dirichlet)
    if (unknown < n_components * numbering.n_owned_nodes()) {
      constrained.push_back(unknown);
      held_.push_back(value);
    }
  op_->constrain(constrained);
}

template <int n_components>
const VCycle &MatrixFreeOperator<n_components>::preconditioner() const {
  if (!preconditioner_)
    preconditioner_ = std::make_shared<VCycle>(communicator_, cells_, numbering_, form_,
                                               stabilization_, boundary_, op_->constrained());
  return *preconditioner_;
}

template <int n_components>
void MatrixFreeOperator<n_components>::set_held(Vector &x) const {
  for (std::size_t i = 0; i < held_.size(); ++i)
    x.local_element(op_->constrained()[i]) = held_[i];
}

template <int n_components>
void MatrixFreeOperator<n_components>::vmult(Vector &y, const Vector &x) const {
  AssertDimension(x.locally_owned_size(), y.locally_owned_size());
  Vector free = x;
  free.zero_out_ghost_values();
  for (const unsigned int i : op_->constrained())
    free.local_element(i) = 0.;
  op_->vmult(y, free);
}

template <int n_components>
operators::SolveReport MatrixFreeOperator<n_components>::solve(const Vector *d, Vector &x,
                                                               const Vector &b, double tolerance,
                                                               double share) const {
  AssertDimension(x.locally_owned_size(), b.locally_owned_size());
  Assert(tolerance > 0. && (d == nullptr || d->locally_owned_size() == x.locally_owned_size()),
         dealii::ExcMessage("a solve must have a tolerance, and its diagonal the vector's size"));
  x.zero_out_ghost_values();
  double norm = b.l2_norm();
  if (!held_.empty()) {
    Vector prescribed = op_->make_vector();
    set_held(prescribed);
    norm = residual(*op_, prescribed, b).l2_norm();
  }
  if (norm == 0.)
    x = 0.;
  set_held(x);
  const auto report =
      conjugate_gradients(*op_, preconditioner(), x, b, norm, tolerance, d, done_, share);
  x.update_ghost_values();
  return report;
}

template class MatrixFreeOperator<1>;
template class MatrixFreeOperator<3>;

} // namespace lacuna::multigrid
