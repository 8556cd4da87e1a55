// SPDX-License-Identifier: LGPL-2.1-or-later
#include <solver/operators/discretization.h>

namespace lacuna::operators {

void DiscretizationParameters::declare(params::Registry &registry) {
  const std::string s = "Discretization";
  registry.section_changes(s, params::Changes::mechanics);
  registry.integer(s, "Degree", degree, 2, 1, 3, "Polynomial degree of the displacement");
  registry.quantity(s, "Cell size", cell_size, params::length, "50 um", {"1 um", "10 mm"},
                    "Largest cell inside the scaffold, at the start");
  registry.quantity(s, "Accuracy", accuracy, params::dimensionless, "1 %", {"0", "50 %"},
                    "Relative error wanted in the modulus; 0 keeps the starting cells");
  registry.integer(s, "Neck refinements", neck_refinements, 6, 0, 10,
                   "Refinements along re-entrant surfaces such as necks at the most");
  registry.integer(s, "Max refinements", max_refinements, 6, 0, 20,
                   "Refinements of either kind at the most");
  registry.quantity(s, "Max unknowns", max_unknowns, params::dimensionless, "2e7", {"1e3", "1e10"},
                    "No further refinement where it would lead to more unknowns than this");
  registry.quantity(
      s, "Fictitious stiffness", fictitious_stiffness, params::dimensionless, "1e-6",
      {"1e-12", "0.1"},
      "Stiffness of the void part of cut cells relative to the solid; without any the "
      "void has no solution",
      "finite cell method; biases the modulus by about twice its value");
  registry.quantity(s, "Surplus stiffness", surplus_stiffness, params::dimensionless, "1e-2",
                    {"0", "1"},
                    "Stiffness of cut cells against displacements beyond trilinear ones, in their "
                    "void share");
  registry.choice(s, "Solver", solver, SolverKind::multigrid,
                  "Matrix-free multigrid, or an assembled matrix for verification");
  registry.choice(s, "Symmetry", symmetry, SymmetryUse::automatic,
                  "Whether a specimen with mirror planes across x or y is solved on a half or "
                  "quarter of it");
}

} // namespace lacuna::operators
