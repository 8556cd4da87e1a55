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
  /**
   * @param fictitious Weight of the void part of cut cells.
   * @param surplus See make_level_operator().
   */
  MatrixFreeOperator(const operators::FiniteCellSpace &space,
                     const operators::FormCoefficients<n_components> &form, double fictitious,
                     double surplus, const operators::DirichletValues &dirichlet);

  void vmult(Vector &y, const Vector &x) const override;
  operators::SolveReport solve(Vector &x, const Vector &b, double tolerance) const override;

private:
  using Inner = LevelVector<double>;

  void match_nodes(const LevelCells &cells);
  Inner load(const Vector &x) const;
  void unload(const Inner &from, Vector &to) const;

  const operators::FiniteCellSpace &space_;
  std::unique_ptr<operators::NodeNumbering> nodes_;
  std::unique_ptr<LevelOperator<double>> op_;
  std::unique_ptr<VCycle> preconditioner_;
  /** Local node of the space by owned node. */
  std::vector<unsigned int> space_node_;
  /** Values of the held unknowns, in the order of op_->constrained(). */
  std::vector<double> held_;
};

} // namespace lacuna::multigrid
