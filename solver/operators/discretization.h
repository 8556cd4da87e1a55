// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <params/reader/registry.h>

namespace lacuna::operators {

/** Matrix-free multigrid, or an assembled matrix for verification. */
enum class SolverKind { multigrid, assembled };

inline params::Words<SolverKind> words(SolverKind) {
  return {{SolverKind::multigrid, "multigrid"}, {SolverKind::assembled, "assembled"}};
}

/** Whether mirror planes of a specimen are looked for. */
enum class SymmetryUse { automatic, off };

inline params::Words<SymmetryUse> words(SymmetryUse) {
  return {{SymmetryUse::automatic, "auto"}, {SymmetryUse::off, "off"}};
}

/** How finely the elastic problem is resolved, SI units. */
struct DiscretizationParameters {
  unsigned int degree;
  double cell_size;
  double accuracy;
  unsigned int neck_refinements;
  unsigned int max_refinements;
  double max_unknowns;
  double fictitious_stiffness;
  double surplus_stiffness;
  SolverKind solver;
  SymmetryUse symmetry;

  void declare(params::Registry &registry);
};

} // namespace lacuna::operators
