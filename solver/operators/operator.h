// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <solver/operators/finite_cell_space.h>

#include <functional>
#include <map>

namespace lacuna::operators {

/** Prescribed values by local unknown (component fastest), the same on every rank that sees one. */
using DirichletValues = std::map<unsigned int, double>;

/** What a linear solve took; residual is ‖b − A x‖ / ‖b‖, computed from x itself. */
struct SolveReport {
  unsigned int iterations = 0;
  double residual = 0.;
};

/** Told the share of a piece of work that is done, from 0 to 1; null tells nobody. */
using WorkDone = std::function<void(double)>;

/** Throws std::runtime_error where a solve stopped above ten times its tolerance. */
void require_convergence(const SolveReport &report, double tolerance);

/**
 * A linear operator on the nodes of a finite-cell space, with the means to invert it. All that
 * mechanics and transport know of linear algebra; how it is stored and preconditioned is the
 * business of solver/multigrid.
 */
class Operator {
public:
  virtual ~Operator() = default;

  /** y = A x on the unknowns without prescribed values; y is zero at the others. */
  virtual void vmult(Vector &y, const Vector &x) const = 0;

  /**
   * Solves A x = b with the prescribed values to the relative residual `tolerance`, from the given
   * x on; x comes back with its ghosts up to date. See require_convergence().
   */
  virtual SolveReport solve(Vector &x, const Vector &b, double tolerance) const = 0;

  /**
   * The same for A + diag(d) with d ≥ 0, such as what is linear in the unknowns of each node alone.
   * Preconditioned as A is, it takes the more iterations the more d outweighs A.
   */
  virtual SolveReport solve_with(const Vector &d, Vector &x, const Vector &b,
                                 double tolerance) const = 0;

  /** Who is told how far a solve is, where it is by iterations that tell. */
  void tell(WorkDone done) { done_ = std::move(done); }

protected:
  WorkDone done_;
};

} // namespace lacuna::operators
