// SPDX-License-Identifier: LGPL-2.1-or-later
#include <solver/multigrid/assembled_operator.h>

#include <solver/multigrid/petsc_check.h>

#include <deal.II/lac/dynamic_sparsity_pattern.h>
#include <deal.II/lac/sparsity_tools.h>

#include <algorithm>
#include <limits>

namespace lacuna::multigrid {

using operators::FiniteCell;

namespace {

constexpr PetscInt max_iterations = 1000;

/** T^T K T for a block structure of n components a node. */
dealii::FullMatrix<double> project(const dealii::FullMatrix<double> &matrix,
                                   const dealii::FullMatrix<double> &weights, unsigned int n) {
  dealii::FullMatrix<double> expanded(weights.m() * n, weights.n() * n);
  for (unsigned int a = 0; a < weights.m(); ++a)
    for (unsigned int t = 0; t < weights.n(); ++t)
      for (unsigned int c = 0; c < n; ++c)
        expanded(a * n + c, t * n + c) = weights(a, t);
  dealii::FullMatrix<double> half(matrix.m(), expanded.n()), result(expanded.n(), expanded.n());
  matrix.mmult(half, expanded);
  expanded.Tmmult(result, half);
  return result;
}

} // namespace

AssembledOperator::AssembledOperator(const operators::FiniteCellSpace &space,
                                     const operators::CellForm &form,
                                     const operators::DirichletValues &dirichlet, Method method)
    : space_(space), dirichlet_(dirichlet), method_(method), n_components_(form.n_components()) {
  create_matrix();
  assemble(form);
  create_solver();
}

AssembledOperator::~AssembledOperator() {
  KSPDestroy(&solver_);
  MatDestroy(&matrix_);
  VecDestroy(&x_);
  VecDestroy(&b_);
  VecDestroy(&lift_);
}

PetscInt AssembledOperator::row(unsigned int node) const {
  return space_.numbering().partitioner(1)->local_to_global(node);
}

void AssembledOperator::create_matrix() {
  const auto communicator = space_.communicator();
  const auto &nodes = *space_.numbering().partitioner(1);
  dealii::IndexSet relevant = nodes.locally_owned_range();
  relevant.add_indices(nodes.ghost_indices());
  dealii::DynamicSparsityPattern pattern(nodes.size(), nodes.size(), relevant);
  std::vector<dealii::types::global_dof_index> rows;
  for (unsigned int cell = 0; cell < space_.cells().size(); ++cell) {
    const unsigned int *local = space_.numbering().nodes(cell);
    rows.clear();
    for (unsigned int a = 0; a < space_.n_nodes_per_cell(); ++a)
      rows.push_back(row(local[a]));
    std::sort(rows.begin(), rows.end());
    for (const auto row : rows)
      pattern.add_entries(row, rows.begin(), rows.end(), true);
  }
  dealii::SparsityTools::distribute_sparsity_pattern(pattern, nodes.locally_owned_range(),
                                                     communicator, relevant);

  const PetscInt n_rows = nodes.locally_owned_size(), first = nodes.local_range().first;
  std::vector<PetscInt> n_diagonal(n_rows, 0), n_off_diagonal(n_rows, 0);
  for (PetscInt i = 0; i < n_rows; ++i)
    for (auto entry = pattern.begin(first + i); entry != pattern.end(first + i); ++entry)
      ++(nodes.in_local_range(entry->column()) ? n_diagonal : n_off_diagonal)[i];

  const PetscInt n = n_components_;
  check(MatCreate(communicator, &matrix_));
  check(MatSetType(matrix_, MATAIJ));
  check(MatSetSizes(matrix_, n * n_rows, n * n_rows, PETSC_DETERMINE, PETSC_DETERMINE));
  check(MatSetBlockSize(matrix_, n));
  check(MatXAIJSetPreallocation(matrix_, n, n_diagonal.data(), n_off_diagonal.data(), nullptr,
                                nullptr));
  check(MatCreateVecs(matrix_, &x_, &b_));
  check(VecDuplicate(b_, &lift_));
}

void AssembledOperator::assemble(const operators::CellForm &form) {
  const unsigned int n = n_components_;
  dealii::FullMatrix<double> matrix;
  std::vector<PetscInt> rows;
  std::vector<PetscScalar> lift;
  for (const FiniteCell &cell : space_.cells()) {
    form.cell_matrix(cell, matrix);
    if (const auto *interpolation = space_.interpolation(cell))
      matrix = project(matrix, *interpolation, n);

    const unsigned int *nodes = space_.numbering().nodes(space_.index(cell));
    rows.clear();
    lift.assign(matrix.m(), 0.);
    for (unsigned int a = 0; a < space_.n_nodes_per_cell(); ++a) {
      rows.push_back(row(nodes[a]));
      for (unsigned int c = 0; c < n; ++c) {
        const auto prescribed = dirichlet_.find(nodes[a] * n + c);
        if (prescribed == dirichlet_.end())
          continue;
        const unsigned int p = a * n + c;
        const double diagonal = matrix(p, p);
        for (unsigned int i = 0; i < matrix.m(); ++i) {
          lift[i] -= matrix(i, p) * prescribed->second;
          matrix(i, p) = matrix(p, i) = 0.;
        }
        matrix(p, p) = diagonal;
      }
    }
    for (unsigned int i = 0; i < matrix.m(); ++i) {
      const auto prescribed = dirichlet_.find(nodes[i / n] * n + i % n);
      if (prescribed != dirichlet_.end())
        lift[i] = matrix(i, i) * prescribed->second;
    }
    check(MatSetValuesBlocked(matrix_, rows.size(), rows.data(), rows.size(), rows.data(),
                              &matrix(0, 0), ADD_VALUES));
    if (!dirichlet_.empty())
      check(VecSetValuesBlocked(lift_, rows.size(), rows.data(), lift.data(), ADD_VALUES));
  }
  check(MatAssemblyBegin(matrix_, MAT_FINAL_ASSEMBLY));
  check(MatAssemblyEnd(matrix_, MAT_FINAL_ASSEMBLY));
  check(MatSetOption(matrix_, MAT_SPD, method_ == Method::asymmetric ? PETSC_FALSE : PETSC_TRUE));
  check(VecAssemblyBegin(lift_));
  check(VecAssemblyEnd(lift_));
}

void AssembledOperator::attach_rigid_body_modes() {
  Vec coordinates;
  check(VecDuplicate(x_, &coordinates));
  PetscScalar *values;
  check(VecGetArray(coordinates, &values));
  const auto positions = space_.positions();
  for (unsigned int node = 0; node < space_.n_owned_nodes(); ++node)
    for (unsigned int d = 0; d < 3; ++d)
      values[3 * node + d] = positions[node][d];
  check(VecRestoreArray(coordinates, &values));
  MatNullSpace modes;
  check(MatNullSpaceCreateRigidBody(coordinates, &modes));
  check(MatSetNearNullSpace(matrix_, modes));
  attach_free_motions(modes);
  check(MatNullSpaceDestroy(&modes));
  check(VecDestroy(&coordinates));
}

/** Rigid motions that nothing holds are told to the solver, as the null space of the matrix. */
void AssembledOperator::attach_free_motions(MatNullSpace modes) {
  PetscInt n;
  const Vec *all;
  check(MatNullSpaceGetVecs(modes, nullptr, &n, &all));
  PetscReal norm;
  check(MatNorm(matrix_, NORM_INFINITY, &norm));
  std::vector<Vec> free;
  for (PetscInt i = 0; i < n; ++i) {
    Vec mode;
    check(VecDuplicate(all[i], &mode));
    check(VecCopy(all[i], mode));
    PetscReal image;
    check(MatMult(matrix_, mode, b_));
    check(VecNorm(b_, NORM_2, &image));
    if (image < 1e-10 * norm)
      free.push_back(mode);
    else
      check(VecDestroy(&mode));
  }
  if (free.empty())
    return;
  MatNullSpace motions;
  check(MatNullSpaceCreate(space_.communicator(), PETSC_FALSE, free.size(), free.data(), &motions));
  check(MatSetNullSpace(matrix_, motions));
  check(MatNullSpaceDestroy(&motions));
  for (Vec &mode : free)
    check(VecDestroy(&mode));
}

void AssembledOperator::create_solver() {
  if (n_components_ == 3)
    attach_rigid_body_modes();
  check(KSPCreate(space_.communicator(), &solver_));
  check(KSPSetOperators(solver_, matrix_, matrix_));
  PC preconditioner;
  check(KSPGetPC(solver_, &preconditioner));
  if (method_ == Method::direct) {
    check(KSPSetType(solver_, KSPPREONLY));
    check(PCSetType(preconditioner, PCLU));
    check(PCFactorSetMatSolverType(preconditioner, MATSOLVERMUMPS));
    // Pivots found late need more than the 20 % of workspace that MUMPS adds to its forecast.
    check(PCFactorSetUpMatSolverType(preconditioner));
    Mat factor;
    check(PCFactorGetMatrix(preconditioner, &factor));
    constexpr PetscInt workspace_control = 14, more_workspace = 200;
    check(MatMumpsSetIcntl(factor, workspace_control, more_workspace));
  } else if (method_ == Method::asymmetric) {
    check(KSPSetType(solver_, KSPGMRES));
    check(KSPSetPCSide(solver_, PC_RIGHT)); // so that the residual is the true one
    check(KSPSetInitialGuessNonzero(solver_, PETSC_TRUE));
    check(PCSetType(preconditioner, PCBJACOBI));
    check(KSPSetUp(solver_));
    // Incomplete factors on each rank; in SI units pivots are small and yet no zeros.
    PetscInt n_blocks;
    KSP *blocks;
    check(PCBJacobiGetSubKSP(preconditioner, &n_blocks, nullptr, &blocks));
    for (PetscInt i = 0; i < n_blocks; ++i) {
      PC factors;
      check(KSPGetPC(blocks[i], &factors));
      check(PCSetType(factors, PCILU));
      check(PCFactorSetZeroPivot(factors, std::numeric_limits<PetscReal>::min()));
    }
  } else {
    check(KSPSetType(solver_, KSPCG));
    check(KSPSetNormType(solver_, KSP_NORM_UNPRECONDITIONED));
    check(KSPSetInitialGuessNonzero(solver_, PETSC_TRUE));
    check(PCSetType(preconditioner, PCGAMG));
  }
  check(KSPSetFromOptions(solver_));
}

void AssembledOperator::load(const Vector &from, Vec to, double at_prescribed) const {
  PetscScalar *values;
  check(VecGetArray(to, &values));
  std::copy(from.begin(), from.begin() + from.locally_owned_size(), values);
  for (const auto &[unknown, value] : dirichlet_)
    if (unknown < from.locally_owned_size())
      values[unknown] = at_prescribed * value;
  check(VecRestoreArray(to, &values));
}

void AssembledOperator::unload(Vec from, Vector &to) const {
  const PetscScalar *values;
  check(VecGetArrayRead(from, &values));
  to = 0.;
  std::copy(values, values + to.locally_owned_size(), to.begin());
  check(VecRestoreArrayRead(from, &values));
}

void AssembledOperator::vmult(Vector &y, const Vector &x) const {
  load(x, x_, 0.);
  check(MatMult(matrix_, x_, b_));
  unload(b_, y);
}

operators::SolveReport AssembledOperator::solve(Vector &x, const Vector &b,
                                                double tolerance) const {
  check(KSPSetTolerances(solver_, tolerance, 0., PETSC_DEFAULT, max_iterations));
  load(b, b_, 0.);
  check(VecAXPY(b_, 1., lift_));
  load(x, x_, 1.);
  check(KSPSolve(solver_, b_, x_));
  unload(x_, x);
  x.update_ghost_values();

  operators::SolveReport report;
  PetscInt iterations;
  check(KSPGetIterationNumber(solver_, &iterations));
  report.iterations = iterations;
  PetscReal norm, residual;
  Vec r;
  check(VecDuplicate(b_, &r));
  check(MatMult(matrix_, x_, r));
  check(VecAYPX(r, -1., b_));
  check(VecNorm(b_, NORM_2, &norm));
  check(VecNorm(r, NORM_2, &residual));
  check(VecDestroy(&r));
  report.residual = norm > 0. ? residual / norm : residual;
  operators::require_convergence(report, tolerance);
  return report;
}

operators::SolveReport AssembledOperator::solve_with(const Vector &d, Vector &x, const Vector &b,
                                                     double tolerance) const {
  Vec before;
  check(VecDuplicate(b_, &before));
  check(MatGetDiagonal(matrix_, before));
  load(d, b_, 0.);
  check(MatDiagonalSet(matrix_, b_, ADD_VALUES));
  const auto report = solve(x, b, tolerance);
  check(MatDiagonalSet(matrix_, before, INSERT_VALUES));
  check(VecDestroy(&before));
  return report;
}

} // namespace lacuna::multigrid
