// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <solver/operators/lanes.h>
#include <solver/operators/node_numbering.h>

#include <deal.II/base/polynomial.h>
#include <deal.II/base/quadrature_lib.h>

#include <algorithm>
#include <type_traits>

namespace lacuna::operators {

/**
 * Values of n components at the nodes of batches of cells, one cell a lane: read from a vector with
 * hanging nodes interpolated, and added to one with the transpose. Values run component fastest,
 * then node, x fastest.
 */
template <typename Number, int degree, int n_components>
class CellValues {
public:
  static constexpr int n_1d = degree + 1;
  static constexpr int n_values = n_1d * n_1d * n_1d * n_components;
  using Values = Lanes<Number>[n_values];

  explicit CellValues(const NodeNumbering &nodes) : nodes_(nodes) {
    const auto points = dealii::QGaussLobatto<1>(n_1d).get_points();
    const auto basis = dealii::Polynomials::generate_complete_Lagrange_basis(points);
    for (int half = 0; half < 2; ++half)
      for (int i = 0; i < n_1d; ++i)
        for (int j = 0; j < n_1d; ++j) {
          const double value = basis[j].value(0.5 * (half + points[i][0]));
          interpolation_[half][i][j] = value;
          transpose_[half][j][i] = value;
          squares_[half][j][i] = value * value;
        }
  }

  /** @param x Owned and ghost entries. @param cells At most one a lane; other lanes are zero. */
  void gather(const Number *x, const unsigned int *cells, int n_cells, Values &values) const {
    auto *flat = reinterpret_cast<Number *>(values);
    if (n_cells < n_lanes<Number>)
      std::fill(flat, flat + n_values * n_lanes<Number>, Number());
    for (int lane = 0; lane < n_cells; ++lane) {
      const unsigned int *nodes = nodes_.nodes(cells[lane]);
      Number *value = flat + lane;
      for (int a = 0; a < n_values / n_components; ++a)
        for (int c = 0; c < n_components; ++c, value += n_lanes<Number>)
          *value = x[nodes[a] * n_components + c];
    }
    for_each_hanging(values, cells, n_cells, [&](HangingMask mask, auto step, auto *nodal) {
      for (unsigned int axis = 0; axis < 3; ++axis)
        along<step>(axis, mask, interpolation_[mask >> axis & 1], nodal);
    });
  }

  /** Adds to y; spoils `values`. */
  void scatter_add(Values &values, const unsigned int *cells, int n_cells, Number *y) const {
    add(values, cells, n_cells, transpose_, y);
  }

  /** Adds diagonals: what a node gives to a hanging one counts by the square of its weight. */
  void scatter_add_diagonal(Values &values, const unsigned int *cells, int n_cells,
                            Number *y) const {
    add(values, cells, n_cells, squares_, y);
  }

private:
  using Matrix = std::array<std::array<Number, n_1d>, n_1d>;

  void add(Values &values, const unsigned int *cells, int n_cells,
           const std::array<Matrix, 2> &matrices, Number *y) const {
    for_each_hanging(values, cells, n_cells, [&](HangingMask mask, auto step, auto *nodal) {
      for (unsigned int axis = 3; axis-- > 0;)
        along<step>(axis, mask, matrices[mask >> axis & 1], nodal);
    });
    const auto *flat = reinterpret_cast<const Number *>(values);
    for (int lane = 0; lane < n_cells; ++lane) {
      const unsigned int *nodes = nodes_.nodes(cells[lane]);
      const Number *value = flat + lane;
      for (int a = 0; a < n_values / n_components; ++a)
        for (int c = 0; c < n_components; ++c, value += n_lanes<Number>)
          y[nodes[a] * n_components + c] += *value;
    }
  }

  /**
   * Calls action(mask, step, values) for what hangs: once for all lanes where they have one mask,
   * else for each; `step` is from one of the values to the next.
   */
  template <typename Action>
  void for_each_hanging(Values &values, const unsigned int *cells, int n_cells,
                        const Action &action) const {
    const HangingMask first = nodes_.hanging(cells[0]);
    const bool alike = std::all_of(cells + 1, cells + n_cells, [&](unsigned int cell) {
      return nodes_.hanging(cell) == first;
    });
    if (alike) {
      if (first)
        action(first, std::integral_constant<int, 1>(), values);
      return;
    }
    for (int lane = 0; lane < n_cells; ++lane)
      if (const HangingMask mask = nodes_.hanging(cells[lane]))
        action(mask, std::integral_constant<int, n_lanes<Number>>(),
               reinterpret_cast<Number *>(values) + lane);
  }

  /** Applies a matrix to all hanging lines along an axis, of one cell or of all lanes. */
  template <int step, typename Value>
  static void along(unsigned int axis, HangingMask mask, const Matrix &matrix, Value *values) {
    constexpr int stride_1d[3] = {1, n_1d, n_1d * n_1d};
    const int stride = stride_1d[axis] * n_components * step;
    const unsigned int e = (axis + 1) % 3, f = (axis + 2) % 3;
    std::array<unsigned int, 3> node{};
    for (node[f] = 0; node[f] <= degree; ++node[f])
      for (node[e] = 0; node[e] <= degree; ++node[e]) {
        if (!line_hangs(mask, axis, node, degree))
          continue;
        Value *line =
            values + (node[e] * stride_1d[e] + node[f] * stride_1d[f]) * n_components * step;
        for (int c = 0; c < n_components; ++c, line += step) {
          Value result[n_1d] = {};
          for (int i = 0; i < n_1d; ++i)
            for (int j = 0; j < n_1d; ++j)
              result[i] += matrix[i][j] * line[j * stride];
          for (int i = 0; i < n_1d; ++i)
            line[i * stride] = result[i];
        }
      }
  }

  const NodeNumbering &nodes_;
  std::array<Matrix, 2> interpolation_, transpose_, squares_;
};

} // namespace lacuna::operators
