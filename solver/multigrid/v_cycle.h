// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <solver/multigrid/chebyshev.h>
#include <solver/multigrid/coarse_solver.h>
#include <solver/multigrid/transfer.h>

#include <deque>

namespace lacuna::multigrid {

/**
 * One multigrid cycle in single precision, as a preconditioner for conjugate gradients.
 *
 * The first step down is from degree p to degree 1 on the same cells, the next ones replace the
 * finest cells by their parents until all cells are as large as the roots of the octree, where
 * PETSc solves. Coarse spaces lie within the fine ones and coarse moments are sums of fine ones, so
 * that every coarse operator is the Galerkin one.
 */
class VCycle {
public:
  /**
   * @param constrained Owned unknowns of the finest level that are held.
   * `finest` and `finest_nodes` must outlive it.
   */
  template <int n_components>
  VCycle(MPI_Comm communicator, const WeightedCells &finest,
         const operators::NodeNumbering &finest_nodes,
         const operators::FormCoefficients<n_components> &form,
         const operators::Stabilization &stabilization, const operators::BoundaryWeights &boundary,
         const std::vector<unsigned int> &constrained);

  /** x ≈ A⁻¹ b, linear, symmetric and positive. */
  void vmult(LevelVector<double> &x, const LevelVector<double> &b) const;

private:
  struct Level {
    /** Empty and null on the finest level, where they are given. */
    WeightedCells cells;
    operators::BoundaryWeights boundary;
    std::unique_ptr<operators::NodeNumbering> nodes;
    std::unique_ptr<LevelOperator<float>> op;
    std::unique_ptr<Chebyshev> smoother;
    /** To the next finer level. */
    std::unique_ptr<Transfer> transfer;
    mutable LevelVector<float> x, r, step, image;
  };

  void cycle(unsigned int level) const;

  /** Of all levels' operators. */
  double factor_;
  std::deque<Level> levels_; // finest first
  std::unique_ptr<CoarseSolver> coarse_;
};

} // namespace lacuna::multigrid
