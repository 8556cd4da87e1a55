// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <solver/multigrid/method.h>
#include <solver/operators/elasticity.h>
#include <solver/operators/operator.h>
#include <solver/operators/reaction_diffusion.h>

#include <petscksp.h>

namespace lacuna::multigrid {

using operators::Vector;

/**
 * An operator as an assembled PETSc matrix, solved by conjugate gradients; multigrid (GAMG) knows
 * the rigid-body modes where there are three components. One that is not symmetric: by GMRES.
 *
 * Hanging nodes are eliminated cell by cell; prescribed unknowns keep their rows, scaled like their
 * neighbours, with the coupling moved to the right-hand side.
 */
class AssembledOperator : public operators::Operator {
public:
  AssembledOperator(const operators::FiniteCellSpace &space, const operators::CellForm &form,
                    const operators::DirichletValues &dirichlet, Method method);
  ~AssembledOperator() override;
  AssembledOperator(const AssembledOperator &) = delete;
  AssembledOperator &operator=(const AssembledOperator &) = delete;

  void vmult(Vector &y, const Vector &x) const override;
  operators::SolveReport solve(Vector &x, const Vector &b, double tolerance) const override;
  operators::SolveReport solve_with(const Vector &d, Vector &x, const Vector &b,
                                    double tolerance) const override;

private:
  void create_matrix();
  void assemble(const operators::CellForm &form);
  void create_solver();
  void attach_rigid_body_modes();
  void attach_free_motions(MatNullSpace modes);
  /** Global row of a node's block. */
  PetscInt row(unsigned int node) const;
  void load(const Vector &from, Vec to, double at_prescribed) const;
  void unload(Vec from, Vector &to) const;

  const operators::FiniteCellSpace &space_;
  operators::DirichletValues dirichlet_;
  Method method_;
  unsigned int n_components_;
  Mat matrix_ = nullptr;
  KSP solver_ = nullptr;
  Vec x_ = nullptr, b_ = nullptr, lift_ = nullptr;
};

} // namespace lacuna::multigrid
