// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <meshes/geometry/shapes/shape.h>
#include <solver/operators/finite_cell_space.h>

namespace lacuna::transport {

/** How far from the scaffold's surface a concentration reaches a threshold. */
class Penetration {
public:
  /** `space` must have degree 1 and outlive this. */
  Penetration(const operators::FiniteCellSpace &space, const geometry::Shape &scaffold);

  /** The largest such distance (m), linear along the cells' edges; 0 where nothing reaches it. */
  double depth(const operators::Vector &concentration, double threshold) const;

private:
  const operators::FiniteCellSpace &space_;
  /** At the corners of each cell (m). */
  std::vector<std::array<float, 8>> distances_;
};

} // namespace lacuna::transport
