// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <meshes/octree/octree.h>

#include <vector>

namespace lacuna::mechanics {

/** What of a specimen does not connect the platens. */
struct LooseParts {
  double volume;   ///< m³
  double from, to; ///< heights (m) between which it lies
  /** By active cell, see octree::Connection. */
  std::vector<bool> bridging, thin_gaps;
};

/**
 * Leaves out, until the next refinement, the parts that do not connect the platens. Throws
 * std::runtime_error, with the heights of the gap, where nothing is left.
 */
LooseParts discard_loose_parts(octree::Octree &octree);

} // namespace lacuna::mechanics
