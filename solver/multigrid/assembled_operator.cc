// SPDX-License-Identifier: LGPL-2.1-or-later
#include <solver/multigrid/assembled_operator.h>

#include <solver/multigrid/petsc_check.h>

#include <deal.II/lac/dynamic_sparsity_pattern.h>
#include <deal.II/lac/sparsity_tools.h>

#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>

namespace lacuna::multigrid {

using operators::FiniteCell;

namespace {

constexpr PetscInt max_iterations = 1000;

/** The unknowns of a cell after hanging nodes are replaced by their masters: x_cell = T x_target.
 */
struct Elimination {
  std::vector<unsigned int> nodes;
  dealii::FullMatrix<double> weights;
  bool trivial = true;
};

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
  number_rows();
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

void AssembledOperator::number_rows() {
  for (unsigned int node = 0; node < space_.n_owned_nodes(); ++node)
    n_owned_rows_ += space_.is_free(node);
  MPI_Exscan(&n_owned_rows_, &first_row_, 1, MPIU_INT, MPI_SUM, space_.communicator());
  if (dealii::Utilities::MPI::this_mpi_process(space_.communicator()) == 0)
    first_row_ = 0; // left undefined there

  Vector rows = space_.make_vector(1);
  PetscInt next = first_row_;
  for (unsigned int node = 0; node < space_.n_owned_nodes(); ++node)
    rows.local_element(node) = space_.is_free(node) ? next++ : -1;
  rows.update_ghost_values();
  row_.resize(space_.n_local_nodes());
  for (unsigned int node = 0; node < row_.size(); ++node)
    row_[node] = static_cast<PetscInt>(rows.local_element(node));
}

std::vector<std::pair<unsigned int, double>> AssembledOperator::targets(unsigned int node) const {
  if (space_.is_hanging(node))
    return space_.masters(node);
  return {{node, 1.}};
}

void AssembledOperator::create_matrix() {
  const auto communicator = space_.communicator();
  const auto n_rows = dealii::Utilities::MPI::sum(n_owned_rows_, communicator);
  const PetscInt first = first_row_;

  dealii::IndexSet owned(n_rows), relevant(n_rows);
  owned.add_range(first, first + n_owned_rows_);
  std::vector<dealii::types::global_dof_index> seen;
  for (const PetscInt row : row_)
    if (row >= 0)
      seen.push_back(row);
  std::sort(seen.begin(), seen.end());
  relevant.add_indices(seen.begin(), seen.end());
  relevant.add_indices(owned);

  dealii::DynamicSparsityPattern pattern(n_rows, n_rows, relevant);
  std::vector<dealii::types::global_dof_index> rows;
  for (const FiniteCell &cell : space_.cells()) {
    rows.clear();
    for (unsigned int a = 0; a < space_.n_nodes_per_cell(); ++a)
      for (const auto &[node, weight] : targets(space_.nodes(cell)[a]))
        rows.push_back(row_[node]);
    std::sort(rows.begin(), rows.end());
    rows.erase(std::unique(rows.begin(), rows.end()), rows.end());
    for (const auto row : rows)
      pattern.add_entries(row, rows.begin(), rows.end(), true);
  }
  dealii::SparsityTools::distribute_sparsity_pattern(pattern, owned, communicator, relevant);

  std::vector<PetscInt> n_diagonal(n_owned_rows_, 0), n_off_diagonal(n_owned_rows_, 0);
  for (PetscInt i = 0; i < n_owned_rows_; ++i)
    for (auto entry = pattern.begin(first + i); entry != pattern.end(first + i); ++entry)
      ++(owned.is_element(entry->column()) ? n_diagonal : n_off_diagonal)[i];

  const PetscInt n = n_components_;
  check(MatCreate(communicator, &matrix_));
  check(MatSetType(matrix_, MATAIJ));
  check(
      MatSetSizes(matrix_, n * n_owned_rows_, n * n_owned_rows_, PETSC_DETERMINE, PETSC_DETERMINE));
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

  const auto eliminate = [&](const FiniteCell &cell) {
    Elimination result;
    const unsigned int *nodes = space_.nodes(cell);
    std::map<unsigned int, unsigned int> place;
    for (unsigned int a = 0; a < space_.n_nodes_per_cell(); ++a) {
      result.trivial = result.trivial && !space_.is_hanging(nodes[a]);
      for (const auto &[node, weight] : targets(nodes[a]))
        if (place.emplace(node, result.nodes.size()).second)
          result.nodes.push_back(node);
    }
    if (!result.trivial) {
      result.weights.reinit(space_.n_nodes_per_cell(), result.nodes.size());
      for (unsigned int a = 0; a < space_.n_nodes_per_cell(); ++a)
        for (const auto &[node, weight] : targets(nodes[a]))
          result.weights(a, place[node]) = weight;
    }
    return result;
  };

  for (const FiniteCell &cell : space_.cells()) {
    form.cell_matrix(cell, matrix);
    const Elimination elimination = eliminate(cell);
    if (!elimination.trivial)
      matrix = project(matrix, elimination.weights, n);

    lift.assign(matrix.m(), 0.);
    for (unsigned int t = 0; t < elimination.nodes.size(); ++t)
      for (unsigned int c = 0; c < n; ++c) {
        const auto prescribed = dirichlet_.find(elimination.nodes[t] * n + c);
        if (prescribed == dirichlet_.end())
          continue;
        const unsigned int p = t * n + c;
        const double diagonal = matrix(p, p);
        for (unsigned int i = 0; i < matrix.m(); ++i) {
          lift[i] -= matrix(i, p) * prescribed->second;
          matrix(i, p) = matrix(p, i) = 0.;
        }
        matrix(p, p) = diagonal;
      }
    rows.clear();
    for (unsigned int t = 0; t < elimination.nodes.size(); ++t) {
      rows.push_back(row_[elimination.nodes[t]]);
      for (unsigned int c = 0; c < n; ++c) {
        const auto prescribed = dirichlet_.find(elimination.nodes[t] * n + c);
        if (prescribed != dirichlet_.end())
          lift[t * n + c] = matrix(t * n + c, t * n + c) * prescribed->second;
      }
    }
    check(MatSetValuesBlocked(matrix_, rows.size(), rows.data(), rows.size(), rows.data(),
                              &matrix(0, 0), ADD_VALUES));
    if (!dirichlet_.empty())
      check(VecSetValuesBlocked(lift_, rows.size(), rows.data(), lift.data(), ADD_VALUES));
  }
  check(MatAssemblyBegin(matrix_, MAT_FINAL_ASSEMBLY));
  check(MatAssemblyEnd(matrix_, MAT_FINAL_ASSEMBLY));
  check(MatSetOption(matrix_, MAT_SPD, PETSC_TRUE));
  check(VecAssemblyBegin(lift_));
  check(VecAssemblyEnd(lift_));
}

void AssembledOperator::attach_rigid_body_modes() {
  Vec coordinates;
  check(VecDuplicate(x_, &coordinates));
  PetscScalar *values;
  check(VecGetArray(coordinates, &values));
  for (unsigned int node = 0; node < space_.n_owned_nodes(); ++node)
    if (space_.is_free(node))
      for (unsigned int d = 0; d < 3; ++d)
        *values++ = space_.position(node)[d];
  values -= 3 * n_owned_rows_;
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
  } else {
    check(KSPSetType(solver_, KSPCG));
    check(KSPSetNormType(solver_, KSP_NORM_UNPRECONDITIONED));
    check(KSPSetInitialGuessNonzero(solver_, PETSC_TRUE));
    check(PCSetType(preconditioner, method_ == Method::jacobi ? PCJACOBI : PCGAMG));
  }
  check(KSPSetFromOptions(solver_));
}

void AssembledOperator::load(const Vector &from, Vec to, double at_prescribed) const {
  PetscScalar *values;
  check(VecGetArray(to, &values));
  for (unsigned int node = 0, i = 0; node < space_.n_owned_nodes(); ++node)
    if (space_.is_free(node))
      for (unsigned int c = 0; c < n_components_; ++c)
        values[i++] = from.local_element(node * n_components_ + c);
  for (const auto &[unknown, value] : dirichlet_) {
    const unsigned int node = unknown / n_components_;
    if (node < space_.n_owned_nodes() && space_.is_free(node))
      values[(row_[node] - first_row_) * n_components_ + unknown % n_components_] =
          at_prescribed * value;
  }
  check(VecRestoreArray(to, &values));
}

void AssembledOperator::unload(Vec from, Vector &to) const {
  const PetscScalar *values;
  check(VecGetArrayRead(from, &values));
  to = 0.;
  for (unsigned int node = 0, i = 0; node < space_.n_owned_nodes(); ++node)
    if (space_.is_free(node))
      for (unsigned int c = 0; c < n_components_; ++c)
        to.local_element(node * n_components_ + c) = values[i++];
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
  space_.distribute(x, n_components_);

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
  if (!(report.residual <= 10. * tolerance))
    throw std::runtime_error(
        fmt::format("the linear solver stopped after {} iterations at a residual of {:.1e} instead "
                    "of {:.1e}",
                    report.iterations, report.residual, tolerance));
  return report;
}

} // namespace lacuna::multigrid
