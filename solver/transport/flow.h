// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <solver/operators/operator.h>
#include <solver/operators/reference_element.h>

namespace lacuna::transport {

using operators::Vector;

/**
 * Steady potential flow past a scaffold, u = ∇ψ, Δψ = 0, as of a fluid that creeps through pores
 * much alike: it enters through one face of the box at a given velocity, leaves through the
 * opposite one, and does not pass the scaffold's surface. Its divergence vanishes in the weak sense
 * of the elements, so that what it carries is conserved.
 */
class Flow {
public:
  /** @param velocity Mean over the open part of the face of entry (m/s); along +x, +y or +z. */
  Flow(const operators::FiniteCellSpace &space, double velocity, unsigned int axis);

  /** Where it leaves: face of the box, mean velocity (m/s). */
  unsigned int exit() const { return 2 * axis_ + 1; }
  double exit_velocity() const { return exit_velocity_; }

  /** Velocities (m/s) at the points of the moments in a cell. */
  std::vector<dealii::Tensor<1, 3>> velocities(const operators::FiniteCell &cell) const;

private:
  const operators::FiniteCellSpace &space_;
  operators::ReferenceElement element_;
  unsigned int axis_;
  double exit_velocity_;
  Vector potential_;
};

} // namespace lacuna::transport
