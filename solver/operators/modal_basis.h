// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <solver/operators/lanes.h>

#include <array>

namespace lacuna::operators {

/**
 * Legendre-like modes in which the kernels of box cells work, in one direction ξ ∈ [−1, 1]:
 *   u(ξ) = Σ_k c_k φ_k(ξ) / norm,  φ_k ∝ P_k,
 * scaled so that coefficients come from nodal values by few operations, φ_0 = 1 and φ_1 ∝ ξ:
 *   p = 1: 1, ξ                                  norm 2
 *   p = 2: 1, 3ξ, 3ξ² − 1                        norm 6
 *   p = 3: 1, 3ξ, (15ξ² − 5)/2, (15ξ³ − 9ξ)/2    norm 12
 * The modes are orthogonal, even or odd, and (for p ≤ 2) have orthogonal derivatives: matrices of
 * whole cells are sparse, and a pair of points ±ξ costs little more than one.
 */
template <int degree>
struct ModalBasis {
  static_assert(degree >= 1 && degree <= 3, "modes are tabulated for degrees 1, 2, 3");

  static constexpr int n = degree + 1;
  static constexpr int n_points = 2 * degree + 1;
  static constexpr double norm = degree == 1 ? 2. : degree == 2 ? 6. : 12.;
  /** φ_1' */
  static constexpr double slope = degree == 1 ? 1. : 3.;

  /** Gauss point q of 2p + 1, from −1 to 1. */
  static constexpr double point(int q) {
    constexpr double positive[3][4] = {
        {0., 0.774596669241483377036, 0., 0.},
        {0., 0.538469310105683091036, 0.906179845938663992798, 0.},
        {0., 0.405845151377397166907, 0.741531185599394439864, 0.949107912342758524526}};
    return q < degree ? -positive[degree - 1][degree - q] : positive[degree - 1][q - degree];
  }

  /** Coefficient of ξ^power in φ_k. */
  static constexpr double coefficient(int k, int power) {
    constexpr double linear[2][2] = {{1, 0}, {0, 1}};
    constexpr double quadratic[3][3] = {{1, 0, 0}, {0, 3, 0}, {-1, 0, 3}};
    constexpr double cubic[4][4] = {
        {1, 0, 0, 0}, {0, 3, 0, 0}, {-2.5, 0, 7.5, 0}, {0, -4.5, 0, 7.5}};
    if constexpr (degree == 1)
      return linear[k][power];
    else if constexpr (degree == 2)
      return quadratic[k][power];
    else
      return cubic[k][power];
  }

  /** φ_k(ξ). */
  static constexpr double value(int k, double x) {
    double sum = 0.;
    for (int power = degree; power >= 0; --power)
      sum = sum * x + coefficient(k, power);
    return sum;
  }

  /** φ_k'(ξ) / φ_1', which is 0, 1, … */
  static constexpr double derivative(int k, double x) {
    double sum = 0.;
    for (int power = degree; power >= 1; --power)
      sum = sum * x + power * coefficient(k, power);
    return sum / slope;
  }

  /** φ_k is corner(k) φ_(k mod 2) at ξ = ±1. */
  static constexpr double corner(int k) { return value(k, 1.) / value(k % 2, 1.); }

  /** c from nodal values at the Gauss–Lobatto points, in place. */
  template <typename V>
  [[gnu::always_inline]] static void to_modes(V *u, int stride) {
    V &u0 = u[0], &u1 = u[stride];
    if constexpr (degree == 1) {
      const V odd = u1 - u0;
      u0 = u0 + u1;
      u1 = odd;
    } else if constexpr (degree == 2) {
      V &u2 = u[2 * stride];
      const V even = u0 + u2, odd = u2 - u0, middle = u1;
      u0 = even + middle * 4;
      u1 = odd;
      u2 = even - middle * 2;
    } else {
      V &u2 = u[2 * stride], &u3 = u[3 * stride];
      const V outer = u0 + u3, inner = u1 + u2;
      const V outer_odd = u3 - u0, inner_odd = u2 - u1;
      u0 = outer + inner * 5;
      u1 = outer_odd + inner_odd * root_5<V>;
      u2 = outer - inner;
      u3 = outer_odd - inner_odd * root_5<V>;
    }
  }

  /** The transpose of to_modes(): from products with the modes to products with the nodal basis. */
  template <typename V>
  [[gnu::always_inline]] static void from_modes(V *r, int stride) {
    V &r0 = r[0], &r1 = r[stride];
    if constexpr (degree == 1) {
      const V sum = r0 + r1;
      r0 = r0 - r1;
      r1 = sum;
    } else if constexpr (degree == 2) {
      V &r2 = r[2 * stride];
      const V even = r0 + r2, odd = r1;
      r1 = r0 * 4 - r2 * 2;
      r0 = even - odd;
      r2 = even + odd;
    } else {
      V &r2 = r[2 * stride], &r3 = r[3 * stride];
      const V outer = r0 + r2, inner = r0 * 5 - r2;
      const V outer_odd = r1 + r3, inner_odd = (r1 - r3) * root_5<V>;
      r0 = outer - outer_odd;
      r1 = inner - inner_odd;
      r2 = inner + inner_odd;
      r3 = outer + outer_odd;
    }
  }

private:
  template <typename V>
  static constexpr auto root_5 = static_cast<std::decay_t<decltype(V()[0])>>(2.236067977499789696);
};

} // namespace lacuna::operators
