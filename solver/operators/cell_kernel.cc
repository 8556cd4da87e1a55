// SPDX-License-Identifier: LGPL-2.1-or-later
#include <solver/operators/cell_kernel.h>
#include <solver/operators/cut_sweep.h>
#include <solver/operators/modal_matrix.h>

#include <algorithm>

namespace lacuna::operators {

namespace {

/** The steps that all kernels of a degree share; modes are numbered as in ModalMatrix. */
template <typename V, int degree, int n_components>
struct Steps {
  using Basis = ModalBasis<degree>;
  static constexpr int n = Basis::n;
  static constexpr int n_nodes = n * n * n;

  /** Calls line(first, stride) for the lines of nodes in each direction. */
  template <typename Line>
  [[gnu::always_inline]] static void for_each_line(const Line &line) {
    unroll<n * n>([&](auto i) { line(i * n, 1); });
    unroll<n * n>([&](auto i) { line(i / n * n * n + i % n, n); });
    unroll<n * n>([&](auto i) { line(int(i), n * n); });
  }

  static void to_modes(const V *x, V *modes) {
    for (int c = 0; c < n_components; ++c) {
      V values[n_nodes];
      unroll<n_nodes>([&](auto a) { values[a] = x[c + n_components * a]; });
      for_each_line([&](int first, int stride) __attribute__((always_inline)) {
        Basis::to_modes(values + first, stride);
      });
      unroll<n_nodes>([&](auto k) { modes[c * n_nodes + k] = values[k]; });
    }
  }

  static void from_modes(const V *modes, V *y) {
    for (int c = 0; c < n_components; ++c) {
      V values[n_nodes];
      unroll<n_nodes>([&](auto k) { values[k] = modes[c * n_nodes + k]; });
      for_each_line([&](int first, int stride) __attribute__((always_inline)) {
        Basis::from_modes(values + first, stride);
      });
      unroll<n_nodes>([&](auto a) { y[c + n_components * a] = values[a]; });
    }
  }

  /** The trilinear mode with the parities of mode k: the only one of I₁ φ_k. */
  static constexpr int linear(int k) {
    return k % n % 2 + n * (k / n % n % 2) + n * n * (k / (n * n) % 2);
  }

  /** I₁ φ_k = share(k) φ_linear(k) */
  static constexpr double share(int k) {
    return Basis::corner(k % n) * Basis::corner(k / n % n) * Basis::corner(k / (n * n));
  }

  /** w = P c: without the values at the corners. */
  [[gnu::always_inline]] static void remove_trilinear(const V *c, V *w) {
    for (int i = 0; i < n_components; ++i, c += n_nodes, w += n_nodes) {
      V linear_part[n_nodes] = {};
      unroll<n_nodes>([&](auto k) {
        if constexpr (linear(k) != k) {
          linear_part[linear(k)] -= c[k] * static_cast<ScalarOf>(share(k));
          w[k] = c[k];
        }
      });
      unroll<n_nodes>([&](auto k) {
        if constexpr (linear(k) == k)
          w[k] = linear_part[k];
      });
    }
  }

  /** r = r + Pᵀ s */
  [[gnu::always_inline]] static void add_without_trilinear(const V *s, V *r) {
    for (int i = 0; i < n_components; ++i, s += n_nodes, r += n_nodes)
      unroll<n_nodes>([&](auto k) {
        if constexpr (linear(k) != k)
          r[k] += s[k] - s[linear(k)] * static_cast<ScalarOf>(share(k));
      });
  }

private:
  using ScalarOf = std::decay_t<decltype(V()[0])>;
};

/** N_a² and (dN_a/dξ)² at the Gauss points. */
template <typename Number, int degree>
struct Squares {
  using Basis = ModalBasis<degree>;
  Number value[Basis::n][Basis::n_points], slope[Basis::n][Basis::n_points];

  Squares() {
    for (int a = 0; a < Basis::n; ++a) {
      double modes[Basis::n] = {};
      modes[a] = 1.;
      Lanes<double> nodal[Basis::n];
      for (int b = 0; b < Basis::n; ++b)
        nodal[b] = Lanes<double>{} + modes[b];
      Basis::to_modes(nodal, 1);
      for (int q = 0; q < Basis::n_points; ++q) {
        double v = 0., s = 0.;
        for (int k = 0; k < Basis::n; ++k) {
          v += nodal[k][0] * Basis::value(k, Basis::point(q)) / Basis::norm;
          s += nodal[k][0] * Basis::derivative(k, Basis::point(q)) * Basis::slope / Basis::norm;
        }
        value[a][q] = v * v;
        slope[a][q] = s * s;
      }
    }
  }
};

/** out[inner + n_inner (a + n outer)] = Σ_q table[a][q] in[inner + n_inner (q + n_points outer)] */
template <typename V, typename Number, int n, int n_points>
void contract(const Number (&table)[n][n_points], int n_inner, int n_outer, const V *in, V *out) {
  for (int outer = 0; outer < n_outer; ++outer)
    for (int a = 0; a < n; ++a)
      for (int inner = 0; inner < n_inner; ++inner) {
        V sum = {};
        for (int q = 0; q < n_points; ++q)
          sum += table[a][q] * in[inner + n_inner * (q + n_points * outer)];
        out[inner + n_inner * (a + n * outer)] = sum;
      }
}

/** The diagonal that `apply` has in its first lane. */
template <typename Number, int n_values, typename Apply>
std::vector<Number> diagonal_of(const Apply &apply) {
  std::vector<Number> diagonal(n_values);
  LanesVector<Number> x(n_values), y(n_values);
  for (int i = 0; i < n_values; ++i) {
    std::fill(x.begin(), x.end(), Lanes<Number>{});
    x[i] += Number(1);
    apply(x.data(), y.data());
    diagonal[i] = y[i][0];
  }
  return diagonal;
}

} // namespace

template <typename Number, int degree, int n_components>
CellKernel<Number, degree, n_components>::CellKernel(const FormCoefficients<n_components> &form,
                                                     const std::array<double, 3> &size) {
  using Basis = ModalBasis<degree>;
  using Matrix = ModalMatrix<degree, n_components>;
  const double volume = size[0] * size[1] * size[2];
  const double value = 1. / (Basis::norm * Basis::norm * Basis::norm);
  std::array<double, 3> f;
  for (int j = 0; j < 3; ++j)
    f[j] = 2. / size[j] * Basis::slope * value;
  law_ = {form, f, volume, value};
  const auto entries = Matrix::stiffness(form, size);
  stiffness_.assign(entries.begin(), entries.end());

  const auto square = [&](int j, double c) { return c * volume * 4. / (size[j] * size[j]); };
  if constexpr (n_components == 1) {
    const auto mass = Matrix::mass(form.mass, size);
    mass_.assign(mass.begin(), mass.end());
    for (int j = 0; j < 3; ++j)
      gradient_square_[0][j] = square(j, form.diffusivity);
    value_square_ = form.mass * volume;
  } else {
    for (int c = 0; c < n_components; ++c)
      for (int j = 0; j < 3; ++j)
        gradient_square_[c][j] =
            square(j, c == j ? form.lambda + 2. * form.mu + (c == 2 ? form.axial : 0.) : form.mu);
    value_square_ = 0.;
  }

  const V zero = {}, one = zero + Number(1);
  const LanesVector<Number> no_weights(n_points, zero);
  stiffness_diagonal_ = diagonal_of<Number, n_values>([&](const V *x, V *y) {
    apply_full(x, y, {one, zero, zero});
  });
  mass_diagonal_ = diagonal_of<Number, n_values>([&](const V *x, V *y) {
    apply_full(x, y, {zero, one, zero});
  });
  surplus_diagonal_ = diagonal_of<Number, n_values>([&](const V *x, V *y) {
    apply_cut(x, y, no_weights.data(), {zero, zero, one});
  });
}

template <typename Number, int degree, int n_components>
void CellKernel<Number, degree, n_components>::apply_full(const V *x, V *y,
                                                          const CellScale<Number> &scale) const {
  using S = Steps<V, degree, n_components>;
  V modes[n_values], result[n_values];
  S::to_modes(x, modes);
  ModalMatrix<degree, n_components>::apply(stiffness_.data(), modes, scale.stiffness, result);
  if constexpr (n_components == 1)
    unroll<n_nodes>([&](auto k) { result[k] += modes[k] * mass_[k] * scale.mass; });
  S::from_modes(result, y);
}

template <typename Number, int degree, int n_components>
void CellKernel<Number, degree, n_components>::apply_cut(const V *x, V *y, const V *weights,
                                                         const CellScale<Number> &scale) const {
  using S = Steps<V, degree, n_components>;
  V modes[n_values], result[n_values];
  S::to_modes(x, modes);
  CutSweep<Number, degree, n_components>::apply(law_, weights, scale, modes, result);
  if constexpr (degree > 1) {
    V surplus[n_values];
    S::remove_trilinear(modes, surplus);
    ModalMatrix<degree, n_components>::apply(stiffness_.data(), surplus, scale.surplus, modes);
    S::add_without_trilinear(modes, result);
  }
  S::from_modes(result, y);
}

template <typename Number, int degree, int n_components>
void CellKernel<Number, degree, n_components>::diagonal_full(V *diagonal,
                                                             const CellScale<Number> &scale) const {
  for (int i = 0; i < n_values; ++i) {
    diagonal[i] = scale.stiffness * stiffness_diagonal_[i];
    if constexpr (n_components == 1)
      diagonal[i] += scale.mass * mass_diagonal_[i];
  }
}

template <typename Number, int degree, int n_components>
void CellKernel<Number, degree, n_components>::diagonal_cut(V *diagonal, const V *weights,
                                                            const CellScale<Number> &scale) const {
  constexpr int n = degree + 1, m = 2 * degree + 1;
  static const Squares<Number, degree> squares;
  V plane[n * m * m], line[n * n * m];
  // Σ_q w_q (∂_j N_a)² for each j, and Σ_q w_q N_a² at last
  V sums[4][n_nodes];
  for (int j = 0; j < 4; ++j) {
    contract(j == 0 ? squares.slope : squares.value, 1, m * m, weights, plane);
    contract(j == 1 ? squares.slope : squares.value, n, m, plane, line);
    contract(j == 2 ? squares.slope : squares.value, n * n, 1, line, sums[j]);
  }

  for (int a = 0; a < n_nodes; ++a)
    for (int c = 0; c < n_components; ++c) {
      V gradients = {};
      for (int j = 0; j < 3; ++j)
        gradients += sums[j][a] * gradient_square_[c][j];
      const int i = c + n_components * a;
      diagonal[i] = scale.stiffness * gradients + scale.surplus * surplus_diagonal_[i];
      if constexpr (n_components == 1)
        diagonal[i] += scale.mass * sums[3][a] * value_square_;
    }
}

template class CellKernel<float, 1, 1>;
template class CellKernel<float, 2, 1>;
template class CellKernel<float, 3, 1>;
template class CellKernel<float, 1, 3>;
template class CellKernel<float, 2, 3>;
template class CellKernel<float, 3, 3>;
template class CellKernel<double, 1, 1>;
template class CellKernel<double, 2, 1>;
template class CellKernel<double, 3, 1>;
template class CellKernel<double, 1, 3>;
template class CellKernel<double, 2, 3>;
template class CellKernel<double, 3, 3>;

} // namespace lacuna::operators
