// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <solver/multigrid/level_operator.h>
#include <solver/regeneration/site.h>

#include <memory>

namespace lacuna::regeneration {

/**
 * Diffusion −∇·(D β ∇x) with lumped mass on the nodes of a site, where β may vary from 0 to about
 * one. With K the matrix of ∫ ∇u·∇v, what a node gains is −D (K y), y = β x: of a mobility that
 * goes with the density, ∇·(D b ∇b) = D Δ(b²/2), so that y = b²/2 is exact and β = b its slope.
 *
 * On cubes no entry of K beside its diagonal is positive, and nothing comes out below zero. Those
 * of cut cells that are positive are taken out, with their sum put on the diagonal: as if what is
 * within them diffused a little faster along them.
 *
 * Steps of cells are so short that mass outweighs diffusion (D Δt/h² below some ten): Jacobi's
 * preconditioner then needs ten to twenty products, a multigrid cycle takes as many.
 */
class LumpedDiffusion {
public:
  /** `site` must outlive it. */
  explicit LumpedDiffusion(const Site &site);

  /** K y (m). */
  void apply(Vector &result, const Vector &y) const;

  /**
   * Solves mass x + r K (β x) = b for y = β x, which is 0 at held nodes and where β ≤ 0, to a
   * relative residual; from the given y on.
   *
   * @param held By owned node. @return Iterations. Collective.
   */
  unsigned int solve(Vector &y, const Vector &mass, double r, const Vector &mobility,
                     const std::vector<bool> &held, const Vector &b, double tolerance) const;

private:
  const Site &site_;
  std::unique_ptr<multigrid::LevelOperator<double>> stiffness_;
  std::vector<Link> links_;
  Vector diagonal_;
};

} // namespace lacuna::regeneration
