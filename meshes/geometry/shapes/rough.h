// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <meshes/geometry/shapes/shape.h>

#include <cstdint>
#include <vector>

namespace lacuna::geometry {

/**
 * A shape whose surface rises and falls: (φ₀ − ρ)/(1 + L), ρ a smooth random field in space of mean
 * zero and L the largest slope that it can have.
 *
 * ρ = Σ g_ijk B(x/H − i) B(y/H − j) B(z/H − k), B the quadratic B-spline, g uniform in ± C from
 * (seed, i, j, k mod 64): the field repeats itself after 64 H. (Σ B²) = 11/20 on average makes C =
 * √3 SD (20/11)^(3/2), so |ρ| ≤ 4.25 SD and L = 2 √3 C/H; H = 11/10 of the correlation length,
 * which is the integral of the correlation along a line.
 */
class Rough : public Shape {
public:
  /** @param deviation Standard deviation of ρ, @param length its correlation length, m. */
  Rough(ShapePtr smooth, double deviation, double length, std::uint64_t seed);

  double distance(const Point &x) const override;

private:
  static constexpr int period = 64;

  double height(const Point &x) const;

  ShapePtr smooth_;
  double knots_per_length_;
  double per_slope_;
  std::vector<float> knots_;
};

} // namespace lacuna::geometry
