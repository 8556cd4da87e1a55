// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <params/reader/registry.h>

#include <string>

namespace lacuna::sweep {

/** How points are laid into a design space. */
enum class Method { sobol, latin_hypercube, grid, one_at_a_time, list };
params::Words<Method> words(Method);

/** The command that runs a point. */
enum class PointCommand { compare, compress, release, regenerate, design, homogenize };
params::Words<PointCommand> words(PointCommand);

/** Seeds of the prints: those of the study at all points, or others at each. */
enum class Prints { common, independent };
params::Words<Prints> words(Prints);

/** The keys of section Sweep that have names of their own. */
struct SweepParameters {
  Method method;
  PointCommand command;
  Prints prints;
  unsigned int n_points, n_levels, seed, n_specimens;
  std::string list, group;
  double time_limit; ///< s, of a point; 0 for none

  void declare(params::Registry &registry);
  /** Throws params::InputError where keys do not go together. */
  void check(const params::Registry &registry) const;
};

} // namespace lacuna::sweep
