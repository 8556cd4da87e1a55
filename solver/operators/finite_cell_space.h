// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <meshes/octree/moments.h>
#include <meshes/octree/octree.h>

#include <deal.II/dofs/dof_handler.h>
#include <deal.II/fe/fe_q.h>
#include <deal.II/lac/affine_constraints.h>
#include <deal.II/lac/la_parallel_vector.h>

#include <vector>

namespace lacuna::operators {

using octree::CellClass;
using octree::Octree;
using octree::Point;
using Vector = dealii::LinearAlgebra::distributed::Vector<double>;

/** A cell of the shape that this rank owns. */
struct FiniteCell {
  Octree::Cell cell;
  CellClass cell_class;
  Point lower;
  dealii::Tensor<1, 3> size;
  /** Place of its moments among those of the cut cells; meaningless where it is inside. */
  unsigned int moments;

  double volume() const { return size[0] * size[1] * size[2]; }
  octree::Box box() const { return octree::Box({lower, lower + size}); }
};

/**
 * Scalar Qp finite cells on an octree: nodes, hanging-node constraints, moments of cut cells.
 *
 * A field with n components lives in a Vector of n unknowns a node, those of one node side by side
 * (unknown n·i + c is component c at node i), so that one space serves elasticity and diffusion.
 * Nodes are numbered as in the vectors' partitioner: owned ones first, then ghosts. A node is
 * active where it belongs to a cell of the shape, and free where it does not hang as well; vectors
 * are zero at the others until distribute() gives hanging nodes their values.
 */
class FiniteCellSpace {
public:
  FiniteCellSpace(const Octree &octree, unsigned int degree);

  const Octree &octree() const { return octree_; }
  MPI_Comm communicator() const { return octree_.communicator(); }
  unsigned int degree() const { return degree_; }
  const octree::Moments &moments() const { return moments_; }

  /** The owned cells of the shape. */
  const std::vector<FiniteCell> &cells() const { return cells_; }

  /** Weights of the physical part on the Gauss points, as fractions of the cell's volume. */
  const double *weights(const FiniteCell &cell) const {
    return cell.cell_class == CellClass::inside ? moments_.full().data()
                                                : &cut_weights_[cell.moments * moments_.n_points()];
  }

  unsigned int n_nodes_per_cell() const { return (degree_ + 1) * (degree_ + 1) * (degree_ + 1); }

  /** Local nodes of a cell, x fastest. */
  const unsigned int *nodes(const FiniteCell &cell) const {
    return &cell_nodes_[(&cell - cells_.data()) * n_nodes_per_cell()];
  }

  unsigned int n_owned_nodes() const { return partitioner_->locally_owned_size(); }
  unsigned int n_local_nodes() const { return position_.size(); }
  const Point &position(unsigned int node) const { return position_[node]; }
  bool is_active(unsigned int node) const { return active_[node]; }
  bool is_hanging(unsigned int node) const { return hanging_[node] != not_hanging; }
  bool is_free(unsigned int node) const { return is_active(node) && !is_hanging(node); }

  /** Masters of a hanging node with their weights. */
  const std::vector<std::pair<unsigned int, double>> &masters(unsigned int node) const {
    return masters_[hanging_[node]];
  }

  /** Free nodes on all ranks. */
  dealii::types::global_dof_index n_free_nodes() const;

  /** A zero vector with ghosts for a field of `n_components`. */
  Vector make_vector(unsigned int n_components) const;

  /** Fetches ghosts and gives hanging nodes of x their values. */
  void distribute(Vector &x, unsigned int n_components) const;

  /** Sums ghost entries into their owners after each rank added its cells' parts to y. */
  void collect(Vector &y, unsigned int n_components) const;

  /** Values of one cell, component fastest; x must be distributed. */
  void gather(const Vector &x, unsigned int n_components, const FiniteCell &cell,
              double *values) const;

  /** Adds the values of one cell; collect() afterwards. */
  void scatter_add(const double *values, unsigned int n_components, const FiniteCell &cell,
                   Vector &y) const;

private:
  static constexpr unsigned int not_hanging = static_cast<unsigned int>(-1);

  void number_nodes(const dealii::DoFHandler<3> &dofs);
  void collect_hanging(const dealii::AffineConstraints<double> &constraints);
  void collect_cells(const dealii::DoFHandler<3> &dofs);
  std::vector<unsigned int>
  local_nodes(const dealii::DoFHandler<3>::active_cell_iterator &cell) const;

  const Octree &octree_;
  unsigned int degree_;
  octree::Moments moments_;
  dealii::FE_Q<3> fe_;
  std::vector<unsigned int> lexicographic_;
  std::shared_ptr<const dealii::Utilities::MPI::Partitioner> partitioner_;
  std::vector<FiniteCell> cells_;
  std::vector<unsigned int> cell_nodes_;
  std::vector<double> cut_weights_;
  std::vector<Point> position_;
  std::vector<bool> active_;
  std::vector<unsigned int> hanging_;
  std::vector<std::vector<std::pair<unsigned int, double>>> masters_;
};

} // namespace lacuna::operators
