// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <solver/operators/lanes.h>
#include <solver/operators/point_law.h>

#include <array>
#include <vector>

namespace lacuna::operators {

/**
 * y = K x for Lanes of box cells with nodal Qp elements, p = 1, 2, 3: elasticity with three
 * components, diffusion and reaction with one.
 *
 * A lane is a cell. Its values are numbered component + n_components × node, nodes at FE_Q's
 * Gauss–Lobatto points with x fastest. Every cell is the reference cell times a power of two, which
 * CellScale has the factors of. x and y may be the same.
 */
template <typename Number, int degree, int n_components>
class CellKernel {
public:
  using V = Lanes<Number>;
  static constexpr int n_nodes = (degree + 1) * (degree + 1) * (degree + 1);
  static constexpr int n_values = n_components * n_nodes;
  static constexpr int n_points = (2 * degree + 1) * (2 * degree + 1) * (2 * degree + 1);

  CellKernel(const FormCoefficients<n_components> &form, const std::array<double, 3> &size);

  /** Whole cells; without surplus. */
  void apply_full(const V *x, V *y, const CellScale<Number> &scale) const;

  /**
   * Cut cells with their weights on the Gauss points of octree::Moments, as shares of the cell's
   * volume and with the fictitious part in them, plus surplus × S with
   *   S = Pᵀ K P,  P = I − I₁,
   * where K is the reference cell's whole stiffness matrix and I₁ takes a function to the trilinear
   * one with its values at the corners. S leaves trilinear displacements alone; for p = 1 it is 0.
   */
  void apply_cut(const V *x, V *y, const V *weights, const CellScale<Number> &scale) const;

  /** Diagonals of the matrices above. */
  void diagonal_full(V *diagonal, const CellScale<Number> &scale) const;
  void diagonal_cut(V *diagonal, const V *weights, const CellScale<Number> &scale) const;

private:
  PointLaw<Number, n_components> law_;
  /** ModalMatrix entries of a whole reference cell. */
  std::vector<Number> stiffness_, mass_;
  /** Diagonals of K, the mass matrix and S of the reference cell. */
  std::vector<Number> stiffness_diagonal_, mass_diagonal_, surplus_diagonal_;
  /** Coefficients of (∂_j N_a)² in component c's diagonal entry for a cell's weights, at [c][j]. */
  std::array<std::array<Number, 3>, n_components> gradient_square_;
  Number value_square_;
};

} // namespace lacuna::operators
