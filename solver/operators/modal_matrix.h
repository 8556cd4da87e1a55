// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <solver/operators/modal_basis.h>
#include <solver/operators/point_law.h>

#include <vector>

namespace lacuna::operators {

/**
 * Matrices of whole cells between modes, whose sparsity the compiler knows: 222 entries for Q2
 * elasticity instead of 81². Unknown = mode + n_nodes × component, modes x fastest.
 */
template <int degree, int n_components>
class ModalMatrix {
public:
  using Basis = ModalBasis<degree>;
  static constexpr int n = Basis::n;
  static constexpr int n_nodes = n * n * n;
  static constexpr int n_rows = n_components * n_nodes;

  /** Entries of the stiffness matrix in the order of add(), for coefficients between nodal bases.
   */
  static std::vector<double> stiffness(const FormCoefficients<n_components> &form,
                                       const std::array<double, 3> &size) {
    std::vector<double> entries;
    for (int row = 0; row < n_rows; ++row)
      for (int e = pattern.begin[row]; e < pattern.begin[row + 1]; ++e)
        entries.push_back(scale(size) * entry(form, size, row, pattern.column[e]));
    return entries;
  }

  /** Diagonal of the mass matrix of one component, which is all of it. */
  static std::vector<double> mass(double coefficient, const std::array<double, 3> &size) {
    std::vector<double> diagonal;
    for (int k = 0; k < n_nodes; ++k)
      diagonal.push_back(scale(size) * coefficient * integrals.mass[k % n][k % n] *
                         integrals.mass[k / n % n][k / n % n] *
                         integrals.mass[k / (n * n)][k / (n * n)]);
    return diagonal;
  }

  /** r = factor × K c. */
  template <typename V, typename Number>
  [[gnu::always_inline]] static void apply(const Number *entries, const V *c, const V &factor,
                                           V *r) {
    unroll<n_rows>([&](auto row) __attribute__((always_inline)) {
      constexpr int begin = pattern.begin[row];
      V sum = {};
      unroll<pattern.begin[row + 1] - begin>([&](auto e) __attribute__((always_inline)) {
        constexpr int column = pattern.column[begin + e];
        sum += c[column] * entries[begin + e];
      });
      r[row] = sum * factor;
    });
  }

private:
  /** Integrals of φ_a φ_b, φ_a' φ_b' and φ_a' φ_b over [−1, 1]. */
  struct Integrals {
    double mass[n][n], stiffness[n][n], mixed[n][n];
  };

  static constexpr Integrals integrate() {
    Integrals integrals{};
    for (int a = 0; a < n; ++a)
      for (int b = 0; b < n; ++b)
        for (int i = 0; i < n; ++i)
          for (int j = 0; j < n; ++j) {
            const double product = Basis::coefficient(a, i) * Basis::coefficient(b, j);
            const auto moment = [](int power) { return power % 2 == 0 ? 2. / (power + 1) : 0.; };
            integrals.mass[a][b] += product * moment(i + j);
            if (i > 0)
              integrals.mixed[a][b] += i * product * moment(i + j - 1);
            if (i > 0 && j > 0)
              integrals.stiffness[a][b] += i * j * product * moment(i + j - 2);
          }
    return integrals;
  }

  static constexpr Integrals integrals = integrate();

  static double scale(const std::array<double, 3> &size) {
    constexpr double norm = Basis::norm * Basis::norm * Basis::norm;
    return size[0] * size[1] * size[2] / (8. * norm * norm);
  }

  /** Σ_l C_l (2 / h_l)² ∫ ∂_l φ_a ∂_l φ_b over [−1, 1]³. */
  static constexpr double gradients(const double (&coefficients)[3],
                                    const std::array<double, 3> &size, const int (&a)[3],
                                    const int (&b)[3]) {
    double sum = 0.;
    for (int l = 0; l < 3; ++l) {
      const int s = (l + 1) % 3, t = (l + 2) % 3;
      if (a[s] == b[s] && a[t] == b[t])
        sum += coefficients[l] * 4. / (size[l] * size[l]) * integrals.stiffness[a[l]][b[l]] *
               integrals.mass[a[s]][b[s]] * integrals.mass[a[t]][b[t]];
    }
    return sum;
  }

  /** Entry for test function `row` and trial function `column`, without scale(). */
  static constexpr double entry(const FormCoefficients<n_components> &form,
                                const std::array<double, 3> &size, int row, int column) {
    const int b[3] = {row % n, row / n % n, row % n_nodes / (n * n)};
    const int a[3] = {column % n, column / n % n, column % n_nodes / (n * n)};
    if constexpr (n_components == 1) {
      return gradients({form.diffusivity, form.diffusivity, form.diffusivity}, size, a, b);
    } else {
      const int i = column / n_nodes, j = row / n_nodes, t = 3 - i - j;
      if (i == j) {
        double coefficients[3] = {form.mu, form.mu, form.mu};
        coefficients[i] = form.lambda + 2. * form.mu;
        return gradients(coefficients, size, a, b);
      }
      if (a[t] != b[t])
        return 0.;
      // ∫ λ ∂_i u_i ∂_j v_j + μ ∂_j u_i ∂_i v_j
      const auto &mixed = integrals.mixed;
      return 4. / (size[i] * size[j]) * integrals.mass[a[t]][b[t]] *
             (form.lambda * mixed[a[i]][b[i]] * mixed[b[j]][a[j]] +
              form.mu * mixed[a[j]][b[j]] * mixed[b[i]][a[i]]);
    }
  }

  /** Rows of entries, as in compressed row storage. */
  struct Pattern {
    int begin[n_rows + 1];
    int column[n_rows * 4 * n];
  };

  static constexpr Pattern make_pattern() {
    Pattern pattern{};
    int size = 0;
    for (int row = 0; row < n_rows; ++row) {
      for (int column = 0; column < n_rows; ++column)
        if (entry({1., 1.}, {1., 1., 1.}, row, column) > 1e-9)
          pattern.column[size++] = column;
      pattern.begin[row + 1] = size;
    }
    return pattern;
  }

  static constexpr Pattern pattern = make_pattern();
};

} // namespace lacuna::operators
