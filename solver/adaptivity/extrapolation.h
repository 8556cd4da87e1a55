// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <solver/adaptivity/value.h>

#include <vector>

namespace lacuna::adaptivity {

/**
 * The limit of a sequence whose steps shrink by a steady factor, with its error bar. The factor is
 * the usual one unless the last two steps show a much smaller one (a rounded notch, resolved). The
 * bar is at least 0.1 of the last step, with three terms 0.2; three quarters of what the factor
 * found would change, half of what it does change where it is the one used; with two terms the
 * whole step, or `estimated_error` where that is larger; with one term nothing else is known.
 */
Value extrapolate(const std::vector<double> &sequence, double usual_factor, double estimated_error);

} // namespace lacuna::adaptivity
