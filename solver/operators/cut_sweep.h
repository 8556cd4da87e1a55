// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <solver/operators/modal_basis.h>
#include <solver/operators/point_law.h>

namespace lacuna::operators {

/**
 * The product with a cut cell's matrix between modes, by sum factorisation: for one plane of Gauss
 * points after the other, modes are summed in z, then y, then x, the law acts on the points of a
 * line, and what results is summed back the same way. A plane's data stay in the first cache.
 */
template <typename Number, int degree, int n_components>
class CutSweep {
public:
  using V = Lanes<Number>;
  using Law = PointLaw<Number, n_components>;
  using Basis = ModalBasis<degree>;
  static constexpr int n = Basis::n;
  static constexpr int n_points = Basis::n_points;

  /** Modes and result are numbered as in ModalMatrix. */
  static void apply(const Law &law, const V *weights, const CellScale<Number> &scale,
                    const V *modes, V *result) {
    for (int i = 0; i < n_components * n * n * n; ++i)
      result[i] = V{};
    for (int z = 0; z < n_points; ++z, weights += n_points * n_points) {
      Plane plane;
      Line lines[n_points];
      sum_z(modes, z, plane);
      for (int c = 0; c < n_components; ++c)
        for (int x = 0; x < n; ++x)
          sum_y(plane, c, x, lines);
      for (int y = 0; y < n_points; ++y)
        apply_line(law, weights + y * n_points, scale, lines[y]);
      for (int c = 0; c < n_components; ++c)
        for (int x = 0; x < n; ++x)
          test_y(lines, c, x, plane);
      test_z(plane, z, result);
    }
    for (int c = 0; c < n_components; ++c)
      for (int k = 0; k < n * n * n; ++k)
        result[c * n * n * n + k] *= law.output(c, scale);
  }

private:
  /** u and ∂u/∂z on a plane, by modes in x and y. */
  struct Plane {
    V value[n_components][n * n], dz[n_components][n * n];
  };

  /** u, ∂u/∂y and ∂u/∂z on a line, by modes in x. */
  struct Line {
    V value[n_components][n], dy[n_components][n], dz[n_components][n];
  };

  struct Tables {
    Number value[n_points][n], derivative[n_points][n];
  };

  static constexpr Tables make_tables() {
    Tables tables{};
    for (int q = 0; q < n_points; ++q)
      for (int k = 0; k < n; ++k) {
        tables.value[q][k] = Basis::value(k, Basis::point(q));
        tables.derivative[q][k] = Basis::derivative(k, Basis::point(q));
      }
    return tables;
  }

  static constexpr Tables tables = make_tables();

  static void sum_z(const V *modes, int z, Plane &plane) {
    const Number *value = tables.value[z], *derivative = tables.derivative[z];
    for (int c = 0; c < n_components; ++c)
      for (int xy = 0; xy < n * n; ++xy) {
        const V *u = modes + c * n * n * n + xy;
        V sum = u[0] + u[n * n] * value[1], slope = u[n * n];
        for (int k = 2; k < n; ++k) {
          sum += u[k * n * n] * value[k];
          slope += u[k * n * n] * derivative[k];
        }
        plane.value[c][xy] = sum;
        plane.dz[c][xy] = slope;
      }
  }

  static void test_z(const Plane &plane, int z, V *result) {
    const Number *value = tables.value[z], *derivative = tables.derivative[z];
    for (int c = 0; c < n_components; ++c)
      for (int xy = 0; xy < n * n; ++xy) {
        V *r = result + c * n * n * n + xy;
        const V flux = plane.value[c][xy], flux_z = plane.dz[c][xy];
        r[0] += flux;
        r[n * n] += flux * value[1] + flux_z;
        for (int k = 2; k < n; ++k)
          r[k * n * n] += flux * value[k] + flux_z * derivative[k];
      }
  }

  static void sum_y(const Plane &plane, int c, int x, Line (&lines)[n_points]) {
    V value[n], dz[n];
    unroll<n>([&](auto k) {
      value[k] = plane.value[c][k * n + x];
      dz[k] = plane.dz[c][k * n + x];
    });
    unroll<degree + 1>([&](auto i) {
      Line &left = lines[degree - i], &right = lines[degree + i];
      value_pair<i>(value, left.value[c][x], right.value[c][x]);
      slope_pair<i>(value, left.dy[c][x], right.dy[c][x]);
      value_pair<i>(dz, left.dz[c][x], right.dz[c][x]);
    });
  }

  static void test_y(const Line (&lines)[n_points], int c, int x, Plane &plane) {
    V value[n] = {}, dz[n] = {};
    unroll<degree + 1>([&](auto i) {
      const Line &left = lines[degree - i], &right = lines[degree + i];
      test_value_pair<i>(left.value[c][x], right.value[c][x], value);
      test_slope_pair<i>(left.dy[c][x], right.dy[c][x], value);
      test_value_pair<i>(left.dz[c][x], right.dz[c][x], dz);
    });
    unroll<n>([&](auto k) {
      plane.value[c][k * n + x] = value[k];
      plane.dz[c][k * n + x] = dz[k];
    });
  }

  /** From gradients on a line to fluxes tested with its modes, which take their place. */
  [[gnu::always_inline]] static void apply_line(const Law &law, const V *weights,
                                                const CellScale<Number> &scale, Line &line) {
    V value_flux[n_components][n] = {}, dy_flux[n_components][n] = {},
      dz_flux[n_components][n] = {};
    unroll<degree + 1>([&](auto i) __attribute__((always_inline)) {
      constexpr int right = degree + i, left = degree - i;
      V g[2][n_components][3], value[2][n_components];
      unroll<n_components>([&](auto c) __attribute__((always_inline)) {
        slope_pair<i>(line.value[c], g[0][c][0], g[1][c][0]);
        value_pair<i>(line.dy[c], g[0][c][1], g[1][c][1]);
        value_pair<i>(line.dz[c], g[0][c][2], g[1][c][2]);
        if constexpr (Law::has_values)
          value_pair<i>(line.value[c], value[0][c], value[1][c]);
      });
      law.apply(g[1], value[1], weights[right], scale);
      if constexpr (i > 0)
        law.apply(g[0], value[0], weights[left], scale);
      unroll<n_components>([&](auto c) __attribute__((always_inline)) {
        test_slope_pair<i>(g[0][c][0], g[1][c][0], value_flux[c]);
        test_value_pair<i>(g[0][c][1], g[1][c][1], dy_flux[c]);
        test_value_pair<i>(g[0][c][2], g[1][c][2], dz_flux[c]);
        if constexpr (Law::has_values)
          test_value_pair<i>(value[0][c], value[1][c], value_flux[c]);
      });
    });
    unroll<n_components * n>([&](auto i) {
      line.value[i / n][i % n] = value_flux[i / n][i % n];
      line.dy[i / n][i % n] = dy_flux[i / n][i % n];
      line.dz[i / n][i % n] = dz_flux[i / n][i % n];
    });
  }

  /**
   * Values at the points degree ± i, which share the sums over even and over odd modes; the middle
   * one, i = 0, is its own mirror image.
   */
  template <int i>
  [[gnu::always_inline]] static void value_pair(const V (&u)[n], V &left, V &right) {
    constexpr const Number *t = tables.value[degree + i];
    V even = u[0];
    if constexpr (n > 2)
      even += u[2] * t[2];
    left = right = even;
    if constexpr (i > 0) {
      V odd = u[1] * t[1];
      if constexpr (n > 3)
        odd += u[3] * t[3];
      left = even - odd;
      right = even + odd;
    }
  }

  /** The same for derivatives, which have the other parity. */
  template <int i>
  [[gnu::always_inline]] static void slope_pair(const V (&u)[n], V &left, V &right) {
    constexpr const Number *t = tables.derivative[degree + i];
    V even = u[1];
    if constexpr (n > 3)
      even += u[3] * t[3];
    left = right = even;
    if constexpr (i > 0 && n > 2) {
      const V odd = u[2] * t[2];
      left = even - odd;
      right = even + odd;
    }
  }

  /** The transpose of value_pair(): r_k += φ_k(ξ_left) left + φ_k(ξ_right) right. */
  template <int i>
  [[gnu::always_inline]] static void test_value_pair(const V &left, const V &right, V (&r)[n]) {
    constexpr const Number *t = tables.value[degree + i];
    const V even = i > 0 ? right + left : right;
    r[0] += even;
    if constexpr (n > 2)
      r[2] += even * t[2];
    if constexpr (i > 0) {
      const V odd = right - left;
      r[1] += odd * t[1];
      if constexpr (n > 3)
        r[3] += odd * t[3];
    }
  }

  template <int i>
  [[gnu::always_inline]] static void test_slope_pair(const V &left, const V &right, V (&r)[n]) {
    constexpr const Number *t = tables.derivative[degree + i];
    const V even = i > 0 ? right + left : right;
    r[1] += even;
    if constexpr (n > 3)
      r[3] += even * t[3];
    if constexpr (i > 0 && n > 2)
      r[2] += (right - left) * t[2];
  }
};

} // namespace lacuna::operators
