// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <solver/operators/finite_cell_space.h>

#include <array>
#include <vector>

namespace lacuna::fracture {

using operators::FiniteCell;
using operators::Vector;

/**
 * Where a softening solid is evaluated on a space of degree 1: at the Gauss points of whole cells,
 * of cut cells at the centroid of their solid alone. Their weights may be negative at single
 * points, but no weighted sum with one factor for all points is.
 */
class CellPoints {
public:
  static constexpr unsigned int n_nodes = 8, n_points = 27;
  using NodeValues = std::array<double, n_nodes>;
  using Displacements = std::array<double, 3 * n_nodes>;
  using PointValues = std::array<double, n_points>;
  /** ∂u_c/∂x_d at each point, in [3 c + d][q]. */
  using PointGradients = std::array<PointValues, 9>;

  /** The trilinear functions and their derivatives on the unit cell at a point. */
  struct Shape {
    explicit Shape(const operators::Point &unit);

    /** Of a scalar field with these values at the nodes. */
    double value(const NodeValues &field) const;
    /** Of the same on a cell of such edges (m). */
    dealii::Tensor<1, 3> gradient(const NodeValues &field, const dealii::Tensor<1, 3> &size) const;
    /** Of a displacement, component fastest: ∂u_c/∂x_d in [c][d]. */
    dealii::Tensor<2, 3> gradient(const Displacements &u, const dealii::Tensor<1, 3> &size) const;

    NodeValues values;
    std::array<dealii::Tensor<1, 3>, n_nodes> gradients;
    operators::Point unit;
  };

  /** The space must outlive this. */
  explicit CellPoints(const operators::FiniteCellSpace &space);

  const operators::FiniteCellSpace &space() const { return space_; }
  /** The Gauss points of any cell. */
  const std::vector<Shape> &gauss() const { return gauss_; }

  /** Calls action(q, shape) at the Gauss points of a whole cell, or once for a cut one. */
  template <typename Action>
  void for_each(const FiniteCell &cell, const Action &action) const {
    if (cell.cell_class == octree::CellClass::inside)
      for (unsigned int q = 0; q < n_points; ++q)
        action(q, gauss_[q]);
    else
      action(0, centroid(cell));
  }

  /** How many points for_each() visits in a cell. */
  static unsigned int count(const FiniteCell &cell) {
    return cell.cell_class == octree::CellClass::inside ? n_points : 1;
  }
  /** Of a field with these values at the nodes, at the points of for_each(). */
  void values(const FiniteCell &cell, const NodeValues &field, PointValues &result) const;
  /** Of a displacement, component fastest, likewise. */
  void gradients(const FiniteCell &cell, const Displacements &u, PointGradients &result) const;
  /** Adds Σ_q f_q w_q N_a(x_q) over a cell's Gauss points (m³). @param weights As multiply() has
   * them. */
  void integrate(const FiniteCell &cell, const PointValues &weights, NodeValues &result) const;

  /** Volume (m³) that a point of for_each() stands for. */
  double volume(const FiniteCell &cell, unsigned int q) const;
  /** A cell's weights times factors, at a whole cell's points, or the first for all. */
  void multiply(const FiniteCell &cell, const PointValues &factors, double *weights) const;

private:
  Shape at_centroid(const FiniteCell &cell) const;
  const Shape &centroid(const FiniteCell &cell) const {
    return centroids_[space_.weighted_cells().moments[space_.index(cell)]];
  }

  const operators::FiniteCellSpace &space_;
  std::vector<Shape> gauss_;
  /** The functions and their derivatives by node, direction and Gauss point. */
  std::array<PointValues, n_nodes> values_;
  std::array<std::array<PointValues, 3>, n_nodes> gradients_;
  /** Of the cut cells, in the order of their weights. */
  std::vector<Shape> centroids_;
};

} // namespace lacuna::fracture
