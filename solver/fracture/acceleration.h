// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <solver/operators/nodal_values.h>

namespace lacuna::fracture {

/**
 * Makes an iteration x ← G(x) that approaches its end slowly need fewer passes: Anderson's mixing
 * with the pass before (1965, 10.1145/321296.321305) while changes become smaller, as they do where
 * damage settles, and over-relaxation where they grow, as they do where a crack runs (Storvik et
 * al. 2021, 10.1016/j.cma.2021.113822). More passes than one do not make it faster here.
 */
class Acceleration {
public:
  /** What to add to x, where G(x) = x + change. */
  operators::Vector step(const operators::Vector &x, const operators::Vector &change);

  /** Forgets the pass before. */
  void reset() { last_size_ = 0.; }

private:
  /** Of the pass before, with the size of its change; 0 where there was none. */
  operators::Vector last_x_, last_change_;
  double last_size_ = 0.;
};

} // namespace lacuna::fracture
