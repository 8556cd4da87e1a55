// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <solver/multigrid/level_operator.h>

namespace lacuna::multigrid {

/**
 * Chebyshev smoothing of the fourth kind with the diagonal (Lottes 2023, 10.1002/nla.2525): it
 * needs the largest eigenvalue of D⁻¹A only, and damps every error the more, the larger its
 * eigenvalue.
 */
class Chebyshev {
public:
  Chebyshev(const LevelOperator<float> &op, unsigned int degree);

  /**
   * Improves x for the residual r = b − A x, which it keeps up to date if `update_residual`; else r
   * is spoilt. A symmetric, positive correction. `step` and `image` are for its own use.
   */
  void smooth(LevelVector<float> &x, LevelVector<float> &r, bool update_residual,
              LevelVector<float> &step, LevelVector<float> &image) const;

private:
  const LevelOperator<float> &op_;
  unsigned int degree_;
  double largest_eigenvalue_;
  LevelVector<float> inverse_diagonal_;
};

} // namespace lacuna::multigrid
