// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <solver/transport/fluid.h>

#include <functional>

namespace lacuna::transport {

/** The scaffold's surface as the fluid's cells see it, and what of it is covered. */
struct CutSurface {
  /** @param is_covered Empty where all of it is covered. */
  CutSurface(const operators::FiniteCellSpace &space, const CellParts &parts,
             const std::function<bool(const octree::Point &)> &is_covered = {});

  /** ∫ N ds at nodes (m²): of all, of what is covered. */
  Vector all, covered;
  double area = 0., covered_area = 0.;
};

} // namespace lacuna::transport
