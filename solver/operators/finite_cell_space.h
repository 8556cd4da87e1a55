// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <meshes/octree/moments.h>
#include <meshes/octree/octree.h>
#include <solver/operators/nodal_values.h>
#include <solver/operators/weighted_cells.h>

#include <vector>

namespace lacuna::operators {

using octree::CellClass;
using octree::Octree;
using octree::Point;

/** A cell of the shape that this rank owns. */
struct FiniteCell {
  Octree::Cell cell;
  CellClass cell_class;
  Point lower;
  dealii::Tensor<1, 3> size;

  double volume() const { return size[0] * size[1] * size[2]; }
  octree::Box box() const { return octree::Box({lower, lower + size}); }
};

/**
 * Scalar Qp finite cells on an octree: nodes, hanging ones interpolated, moments of cut cells.
 *
 * A field with n components lives in a Vector of n unknowns a node, those of one node side by side
 * (unknown n·i + c is component c at node i), so that one space serves elasticity and diffusion.
 * Only nodes of the shape's cells that do not hang have a number (NodeNumbering): every unknown is
 * free. Those a rank owns come first, then ghosts.
 */
class FiniteCellSpace {
public:
  FiniteCellSpace(const Octree &octree, unsigned int degree);
  FiniteCellSpace(const FiniteCellSpace &) = delete;
  FiniteCellSpace &operator=(const FiniteCellSpace &) = delete;

  const Octree &octree() const { return octree_; }
  MPI_Comm communicator() const { return octree_.communicator(); }
  unsigned int degree() const { return degree_; }
  const octree::Moments &moments() const { return moments_; }

  /** The owned cells of the shape; the same by their places on the lattice, with their weights. */
  const std::vector<FiniteCell> &cells() const { return cells_; }
  const WeightedCells &weighted_cells() const { return weighted_; }

  /** Weights of the physical part on the Gauss points, as fractions of the cell's volume. */
  const double *weights(const FiniteCell &cell) const {
    return cell.cell_class == CellClass::inside ? moments_.full().data()
                                                : weighted_.weights_of(index(cell));
  }

  const NodeNumbering &numbering() const { return *numbering_; }
  unsigned int n_nodes_per_cell() const { return numbering_->n_nodes_per_cell(); }
  unsigned int n_owned_nodes() const { return numbering_->n_owned_nodes(); }
  unsigned int n_local_nodes() const { return numbering_->n_local_nodes(); }

  /** Nodes on all ranks. */
  dealii::types::global_dof_index n_nodes() const { return numbering_->n_nodes(); }

  /** True if node a of a cell hangs: another's stands in its place. */
  bool hangs(const FiniteCell &cell, unsigned int a) const;

  /** Place of node a of a cell, whether it hangs or not. */
  Point position(const FiniteCell &cell, unsigned int a) const;

  /** Places of all local nodes; in a periodic box, one of them. */
  std::vector<Point> positions() const;

  /** A zero vector with ghosts for a field of `n_components`. */
  Vector make_vector(unsigned int n_components) const {
    return Vector(numbering_->partitioner(n_components));
  }

  /** See NodalValues. */
  void gather(const Vector &x, unsigned int n_components, const FiniteCell &cell,
              double *values) const {
    values_->gather(x, n_components, index(cell), values);
  }
  void scatter_add(const double *values, unsigned int n_components, const FiniteCell &cell,
                   Vector &y) const {
    values_->scatter_add(values, n_components, index(cell), y);
  }
  const dealii::FullMatrix<double> *interpolation(const FiniteCell &cell) const {
    return values_->interpolation(index(cell));
  }

  /** Place of a cell among cells(). */
  unsigned int index(const FiniteCell &cell) const { return &cell - cells_.data(); }

private:
  void collect_cells();
  /** Node a of a cell along each axis. */
  std::array<unsigned int, 3> place(unsigned int a) const {
    const unsigned int n = degree_ + 1;
    return {a % n, a / n % n, a / (n * n)};
  }

  const Octree &octree_;
  unsigned int degree_;
  octree::Moments moments_;
  /** Coordinates of the nodes of [0, 1]. */
  std::vector<double> nodes_1d_;
  std::vector<FiniteCell> cells_;
  WeightedCells weighted_;
  std::unique_ptr<NodeNumbering> numbering_;
  std::unique_ptr<NodalValues> values_;
};

} // namespace lacuna::operators
