// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <solver/multigrid/level_operator.h>

#include <petscksp.h>

namespace lacuna::multigrid {

/**
 * The coarsest level, assembled for PETSc: a direct solver for a small system, else one cycle of
 * GAMG that knows the rigid-body modes. Its cells have all one size, so that no node hangs.
 * Entries are to be of the order of one: PETSc takes pivots below 1e-14 for zero.
 */
class CoarseSolver {
public:
  template <int n_components>
  CoarseSolver(MPI_Comm communicator, const WeightedCells &cells,
               const operators::BoundaryWeights &boundary, const operators::NodeNumbering &nodes,
               const operators::FormCoefficients<n_components> &form,
               const LevelOperator<float> &op);
  ~CoarseSolver();
  CoarseSolver(const CoarseSolver &) = delete;
  CoarseSolver &operator=(const CoarseSolver &) = delete;

  /** x ≈ A⁻¹ b, linear and symmetric. */
  void solve(LevelVector<float> &x, const LevelVector<float> &b) const;

private:
  void create_matrix(MPI_Comm communicator, PetscInt n_owned, PetscInt n_components);
  template <int n_components>
  void assemble(const WeightedCells &cells, const operators::BoundaryWeights &boundary,
                const operators::NodeNumbering &nodes,
                const operators::FormCoefficients<n_components> &form,
                const LevelOperator<float> &op);
  void attach_rigid_body_modes(const operators::NodeNumbering &nodes,
                               const std::array<double, 3> &unit);
  void create_solver(MPI_Comm communicator, bool direct);

  Mat matrix_ = nullptr;
  Vec x_ = nullptr, b_ = nullptr;
  KSP solver_ = nullptr;
};

} // namespace lacuna::multigrid
