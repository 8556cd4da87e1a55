// SPDX-License-Identifier: LGPL-2.1-or-later
#include <solver/multigrid/coarse_solver.h>

#include <solver/multigrid/petsc_check.h>

#include <algorithm>

namespace lacuna::multigrid {

using operators::Lanes;
using operators::n_lanes;

namespace {

/** Up to this many unknowns a direct solver on each rank is the fastest. */
constexpr PetscInt direct_limit = 12000;

/**
 * Added to the diagonal, as a share of it: bodies between frictionless platens may move freely, and
 * the coarsest grid may hold a body by less than rounding. Such motions cost no energy on any
 * level.
 */
constexpr double shift = 1e-5;

/** The matrix of one cell, a column a lane. */
template <int n_components>
class CellMatrix {
public:
  static constexpr int n = 8 * n_components;

  CellMatrix(const operators::FormCoefficients<n_components> &form,
             const std::array<double, 3> &unit)
      : kernel_(form, unit) {}

  /** @param weights Of a cut cell, or null. */
  std::array<double, n * n> operator()(double size, const double *weights) const {
    std::array<double, n * n> matrix;
    Lanes<double> w[Kernel::n_points], x[n], y[n];
    if (weights)
      for (int q = 0; q < Kernel::n_points; ++q)
        w[q] = weights[q] - Lanes<double>{};
    operators::CellScale<double> scale{};
    scale.stiffness = size - Lanes<double>{};
    scale.mass = scale.stiffness * scale.stiffness * scale.stiffness;
    for (int first = 0; first < n; first += n_lanes<double>) {
      std::fill(x, x + n, Lanes<double>{});
      for (int lane = 0; lane < n_lanes<double> && first + lane < n; ++lane)
        x[first + lane][lane] = 1.;
      if (weights)
        kernel_.apply_cut(x, y, w, scale);
      else
        kernel_.apply_full(x, y, scale);
      for (int lane = 0; lane < n_lanes<double> && first + lane < n; ++lane)
        for (int i = 0; i < n; ++i)
          matrix[i * n + first + lane] = y[i][lane];
    }
    return matrix;
  }

private:
  using Kernel = operators::CellKernel<double, 1, n_components>;
  Kernel kernel_;
};

} // namespace

template <int n_components>
CoarseSolver::CoarseSolver(MPI_Comm communicator, const WeightedCells &cells,
                           const operators::BoundaryWeights &boundary,
                           const operators::NodeNumbering &nodes,
                           const operators::FormCoefficients<n_components> &form,
                           const LevelOperator<float> &op) {
  const auto partitioner = nodes.partitioner(n_components);
  create_matrix(communicator, partitioner->locally_owned_size(), n_components);
  assemble(cells, boundary, nodes, form, op);
  const bool direct = partitioner->size() <= direct_limit;
  if (n_components == 3 && !direct)
    attach_rigid_body_modes(nodes, cells.unit);
  create_solver(communicator, direct);
}

CoarseSolver::~CoarseSolver() {
  KSPDestroy(&solver_);
  MatDestroy(&matrix_);
  VecDestroy(&x_);
  VecDestroy(&b_);
}

void CoarseSolver::create_matrix(MPI_Comm communicator, PetscInt n_owned, PetscInt n_components) {
  check(MatCreate(communicator, &matrix_));
  check(MatSetType(matrix_, MATAIJ));
  check(MatSetSizes(matrix_, n_owned, n_owned, PETSC_DETERMINE, PETSC_DETERMINE));
  check(MatSetBlockSize(matrix_, n_components));
  const PetscInt row_length = 27 * n_components;
  check(MatSeqAIJSetPreallocation(matrix_, row_length, nullptr));
  check(MatMPIAIJSetPreallocation(matrix_, row_length, nullptr, row_length, nullptr));
  check(MatCreateVecs(matrix_, &x_, &b_));
}

template <int n_components>
void CoarseSolver::assemble(const WeightedCells &cells, const operators::BoundaryWeights &boundary,
                            const operators::NodeNumbering &nodes,
                            const operators::FormCoefficients<n_components> &form,
                            const LevelOperator<float> &op) {
  const auto partitioner = nodes.partitioner(n_components);
  // Held unknowns: their rows and columns are left out, 1 stands on the diagonal.
  LevelVector<float> held(partitioner);
  for (const unsigned int i : op.constrained())
    held.local_element(i) = 1.f;
  held.update_ghost_values();
  constexpr int n = CellMatrix<n_components>::n;
  std::array<PetscInt, n> rows;
  const auto add = [&](unsigned int cell, std::array<double, n * n> matrix) {
    for (int i = 0; i < n; ++i) {
      const unsigned int unknown =
          nodes.nodes(cell)[i / n_components] * n_components + i % n_components;
      rows[i] = held.local_element(unknown) > 0.f ? -1 : partitioner->local_to_global(unknown);
      matrix[i * n + i] *= 1. + shift;
    }
    // Negative rows and columns are skipped.
    check(MatSetValues(matrix_, n, rows.data(), n, rows.data(), matrix.data(), ADD_VALUES));
  };
  const CellMatrix<n_components> cell_matrix(own_part(form), cells.unit);
  for (unsigned int cell = 0; cell < cells.n_owned; ++cell)
    add(cell, cell_matrix(cells.cells[cell].size,
                          cells.is_whole(cell) ? nullptr : cells.weights_of(cell)));
  const CellMatrix<n_components> exchange(weighted_part(form), cells.unit);
  for (std::size_t i = 0; i < boundary.cells.size(); ++i)
    add(boundary.cells[i],
        exchange(cells.cells[boundary.cells[i]].size, &boundary.weights[i * cells.n_points]));
  for (const unsigned int i : op.constrained()) {
    const PetscInt row = partitioner->local_to_global(i);
    check(MatSetValue(matrix_, row, row, 1., ADD_VALUES));
  }
  check(MatAssemblyBegin(matrix_, MAT_FINAL_ASSEMBLY));
  check(MatAssemblyEnd(matrix_, MAT_FINAL_ASSEMBLY));
  check(MatSetOption(matrix_, MAT_SPD, PETSC_TRUE));
}

void CoarseSolver::attach_rigid_body_modes(const operators::NodeNumbering &nodes,
                                           const std::array<double, 3> &unit) {
  Vec coordinates;
  check(VecDuplicate(x_, &coordinates));
  PetscScalar *values;
  check(VecGetArray(coordinates, &values));
  for (unsigned int node = 0; node < nodes.n_owned_nodes(); ++node)
    for (unsigned int d = 0; d < 3; ++d)
      values[3 * node + d] = nodes.place(node)[d] * unit[d];
  check(VecRestoreArray(coordinates, &values));
  MatNullSpace modes;
  check(MatNullSpaceCreateRigidBody(coordinates, &modes));
  check(MatSetNearNullSpace(matrix_, modes));
  check(MatNullSpaceDestroy(&modes));
  check(VecDestroy(&coordinates));
}

void CoarseSolver::create_solver(MPI_Comm communicator, bool direct) {
  check(KSPCreate(communicator, &solver_));
  check(KSPSetOperators(solver_, matrix_, matrix_));
  check(KSPSetType(solver_, KSPPREONLY));
  PC preconditioner;
  check(KSPGetPC(solver_, &preconditioner));
  check(PCSetType(preconditioner, direct ? PCREDUNDANT : PCGAMG));
  check(KSPSetUp(solver_));
}

void CoarseSolver::solve(LevelVector<float> &x, const LevelVector<float> &b) const {
  PetscScalar *values;
  check(VecGetArray(b_, &values));
  std::copy(b.begin(), b.begin() + b.locally_owned_size(), values);
  check(VecRestoreArray(b_, &values));
  check(KSPSolve(solver_, b_, x_));
  const PetscScalar *result;
  check(VecGetArrayRead(x_, &result));
  std::copy(result, result + x.locally_owned_size(), x.begin());
  check(VecRestoreArrayRead(x_, &result));
}

#define INSTANTIATE(n)                                                                             \
  template CoarseSolver::CoarseSolver(                                                             \
      MPI_Comm, const WeightedCells &, const operators::BoundaryWeights &,                         \
      const operators::NodeNumbering &, const operators::FormCoefficients<n> &,                    \
      const LevelOperator<float> &);
INSTANTIATE(1)
INSTANTIATE(3)
#undef INSTANTIATE

} // namespace lacuna::multigrid
