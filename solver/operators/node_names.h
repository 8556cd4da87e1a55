// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <solver/operators/finite_cell_space.h>

#include <vector>

namespace lacuna::operators {

/**
 * A whole number for each node that this rank owns, in their order: that of its place, which is the
 * same on any number of ranks.
 */
std::vector<double> node_names(const FiniteCellSpace &space);

} // namespace lacuna::operators
