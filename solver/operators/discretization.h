// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <params/reader/registry.h>

namespace lacuna::operators {

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
  std::string solver;
  std::string symmetry;

  void declare(params::Registry &registry);
};

} // namespace lacuna::operators
