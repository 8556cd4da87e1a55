// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <solver/multigrid/level_cells.h>
#include <solver/operators/cell_kernel.h>
#include <solver/operators/node_numbering.h>

#include <deal.II/lac/la_parallel_vector.h>

#include <memory>

namespace lacuna::multigrid {

template <typename Number>
using LevelVector = dealii::LinearAlgebra::distributed::Vector<Number>;

/** The operator of one level, never assembled: cell kernels over batches of cells. */
template <typename Number>
class LevelOperator {
public:
  virtual ~LevelOperator() = default;

  /** y = A x; constrained unknowns of x count as well, those of y are set to zero. */
  virtual void vmult(LevelVector<Number> &y, const LevelVector<Number> &x) const = 0;

  /**
   * y = A l for the linear field l_c = Σ_d gradient[c][d] x_d, given in every cell at the true
   * places of its nodes; of one component, c = 0. A cell's constant costs nothing and is left out,
   * so that l need not be periodic. Not for forms with mass; constraints are not looked at.
   */
  virtual void vmult_linear(LevelVector<Number> &y, const dealii::Tensor<2, 3> &gradient) const = 0;

  /**
   * The diagonal, 1 at constrained unknowns. Where nodes hang, products of different nodes of a
   * cell are left out.
   */
  virtual LevelVector<Number> diagonal() const = 0;

  LevelVector<Number> make_vector() const { return LevelVector<Number>(partitioner_); }

  /** Local unknowns that are held at zero. */
  const std::vector<unsigned int> &constrained() const { return constrained_; }
  void constrain(std::vector<unsigned int> unknowns) { constrained_ = std::move(unknowns); }

protected:
  explicit LevelOperator(std::shared_ptr<const dealii::Utilities::MPI::Partitioner> partitioner)
      : partitioner_(std::move(partitioner)) {}

private:
  std::shared_ptr<const dealii::Utilities::MPI::Partitioner> partitioner_;
  std::vector<unsigned int> constrained_;
};

/**
 * `cells` and `nodes` must outlive the operator.
 */
template <typename Number, int n_components>
std::unique_ptr<LevelOperator<Number>>
make_level_operator(const WeightedCells &cells, const operators::NodeNumbering &nodes,
                    const operators::FormCoefficients<n_components> &form,
                    const operators::Stabilization &stabilization,
                    const operators::BoundaryWeights &boundary = {});

} // namespace lacuna::multigrid
