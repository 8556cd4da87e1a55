// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <array>
#include <cstdint>

namespace lacuna::geometry {

/**
 * Smooth Gaussian noise along a line: Σ g_j B(t/H − j) / σ with B the cubic B-spline and g_j
 * standard normals of (seed, stream, indices, j), cut so that |result| ≤ 4. σ² = 151/315 is the
 * mean of Σ B², which varies by ± 4 % between knots; H = 302/315 L makes the integral of the
 * correlation over t > 0 equal to L (the correlation itself is B⁽⁷⁾(t/H)/B⁽⁷⁾(0), of the B-spline
 * of degree 7: 0.49 at H, 0.05 at 2 H, none from 4 H).
 *
 * @param t Place along the line and @param length the correlation length L, in one unit.
 */
double smooth_normal(std::uint64_t seed, std::uint64_t stream,
                     const std::array<std::int64_t, 2> &indices, double t, double length);

/** Weights of the quadratic B-splines of the knots before, nearest to and after a place that lies
 * the part f of their distance beyond the nearest one. */
inline std::array<double, 3> b_spline_weights(double f) {
  return {0.5 * (0.5 - f) * (0.5 - f), 0.75 - f * f, 0.5 * (0.5 + f) * (0.5 + f)};
}

} // namespace lacuna::geometry
