// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <solver/multigrid/v_cycle.h>
#include <solver/operators/finite_cell_space.h>

#include <deal.II/lac/full_matrix.h>

namespace lacuna::multigrid {

/**
 * Fields on the endless lattice that are linear but for a periodic part, l + ũ, whose form is at
 * rest: a(l + ũ, v) = 0 for all periodic v. One set-up serves any number of gradients of l.
 *
 * Nodes at opposite faces of the cell are one. Without anything held ũ is known up to a constant,
 * and up to the motion of bodies that touch no other; neither has energy.
 */
template <int n_components>
class PeriodicCell {
public:
  using Gradient = dealii::Tensor<2, 3>;

  /** Of all pairs of gradients. */
  struct Relaxation {
    /** −a(l_i, ũ_j) / |cell|: by how much ũ lowers a(l_i, l_j) / |cell|. */
    dealii::FullMatrix<double> energy;
    unsigned int iterations = 0;
  };

  /** @param space Of a periodic octree; must outlive it. */
  PeriodicCell(const operators::FiniteCellSpace &space,
               const operators::FormCoefficients<n_components> &form,
               const operators::Stabilization &stabilization);

  /** Solves for each gradient of l to a relative residual. Collective. */
  Relaxation relax(const std::vector<Gradient> &gradients, double tolerance) const;

  dealii::types::global_dof_index n_unknowns() const { return op_->make_vector().size(); }

  /** Share of the cell's volume that is of the shape, the fictitious part included. */
  double share() const { return share_; }

private:
  double volume_, share_;
  std::unique_ptr<LevelOperator<double>> op_;
  std::unique_ptr<VCycle> preconditioner_;
  /** Force of a unit gradient on the nodes of cells that do not balance each other. */
  double force_;
};

} // namespace lacuna::multigrid
