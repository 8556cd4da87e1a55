// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <solver/operators/nodal_values.h>

#include <vector>

namespace lacuna::transport {

/**
 * The smallest value below or at which lies each of the given shares of the weights, over all
 * ranks, to 1e-9 of the range; values without weight do not count. Zeros where none has any.
 */
std::vector<double> quantiles(const operators::Vector &values, const operators::Vector &weights,
                              const std::vector<double> &shares);

} // namespace lacuna::transport
