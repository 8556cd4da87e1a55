// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <solver/multigrid/v_cycle.h>
#include <solver/operators/operator.h>

namespace lacuna::multigrid {

using operators::Vector;

/**
 * A form with constant coefficients on the cells of a space, never assembled, solved by conjugate
 * gradients with one multigrid cycle as preconditioner. Where bodies may move freely, the solution
 * is one of many.
 */
template <int n_components>
class MatrixFreeOperator : public operators::Operator {
public:
  MatrixFreeOperator(const operators::FiniteCellSpace &space,
                     const operators::FormCoefficients<n_components> &form,
                     const operators::Stabilization &stabilization,
                     const operators::DirichletValues &dirichlet,
                     operators::BoundaryWeights boundary = {});

  /** On cells with a numbering of their own; both must outlive the operator. */
  MatrixFreeOperator(MPI_Comm communicator, const WeightedCells &cells,
                     const operators::NodeNumbering &numbering,
                     const operators::FormCoefficients<n_components> &form,
                     const operators::Stabilization &stabilization,
                     const operators::DirichletValues &dirichlet = {},
                     operators::BoundaryWeights boundary = {});

  void vmult(Vector &y, const Vector &x) const override;
  operators::SolveReport solve(Vector &x, const Vector &b, double tolerance) const override {
    return solve(nullptr, x, b, tolerance);
  }
  operators::SolveReport solve_with(const Vector &d, Vector &x, const Vector &b,
                                    double tolerance) const override {
    return solve(&d, x, b, tolerance);
  }

  /** The same from x on, no further than to this share of the residual that x has. */
  operators::SolveReport improve(Vector &x, const Vector &b, double tolerance, double share) const {
    return solve(nullptr, x, b, tolerance, share);
  }

  /**
   * Preconditions as another operator on the same nodes does, which must outlive this one: cheaper
   * than a cycle of its own where coefficients differ little.
   */
  void precondition_as(const MatrixFreeOperator &other) { preconditioner_ = other.preconditioner_; }

private:
  operators::SolveReport solve(const Vector *d, Vector &x, const Vector &b, double tolerance,
                               double share = 0.) const;
  void set_held(Vector &x) const;
  const VCycle &preconditioner() const;

  MPI_Comm communicator_;
  const WeightedCells &cells_;
  const operators::NodeNumbering &numbering_;
  operators::FormCoefficients<n_components> form_;
  operators::Stabilization stabilization_;
  operators::BoundaryWeights boundary_;
  std::unique_ptr<LevelOperator<double>> op_;
  /** Made for the first solve: products alone do without. */
  mutable std::shared_ptr<const VCycle> preconditioner_;
  /** Values of the held unknowns, in the order of op_->constrained(). */
  std::vector<double> held_;
};

} // namespace lacuna::multigrid
