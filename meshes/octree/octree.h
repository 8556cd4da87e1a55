// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <meshes/octree/cell_cutter.h>

#include <deal.II/distributed/tria.h>

#include <functional>
#include <vector>

namespace lacuna::octree {

/**
 * A distributed octree that fills a box and knows which of its cells hold a shape.
 *
 * Only cells inside or cut by the shape carry physics. Cells outside stay coarse, but those that
 * touch a cell of the shape are kept at its level: a hanging node of the physical part then never
 * depends on an unknown outside, whose value is not defined.
 */
class Octree {
public:
  using Triangulation = dealii::parallel::distributed::Triangulation<3>;
  using Cell = Triangulation::active_cell_iterator;

  /**
   * Fills `box` with cells of at most `cell_size` (m), nearly cubic, wherever `shape` is.
   * Faces of the box do not cut the shape; they are the planes of platens and outer boundaries
   * (boundary ids 0…5: −x, +x, −y, +y, −z, +z).
   *
   * @param periodic Opposite faces of the box are neighbours: cells meet 2:1 across them as well.
   *   The shape has the box as a period.
   */
  Octree(MPI_Comm communicator, geometry::ShapePtr shape, const Box &box, double cell_size,
         const CellCutter &cutter = CellCutter(), bool periodic = false);

  const Triangulation &triangulation() const { return triangulation_; }
  MPI_Comm communicator() const { return triangulation_.get_communicator(); }
  const geometry::Shape &shape() const { return *shape_; }
  const CellCutter &cutter() const { return cutter_; }
  const Box &box() const { return box_; }
  bool is_periodic() const { return periodic_; }

  /** Known for owned and ghost cells. */
  CellClass cell_class(const Cell &cell) const { return classes_[cell->active_cell_index()]; }

  static Box box_of(const Cell &cell);

  /** The pieces of a cell inside the shape. */
  CellPieces pieces(const Cell &cell) const { return cutter_.cut(*shape_, box_of(cell)); }

  /** Halves the owned cells of the shape for which `wanted` holds, and what must follow. */
  void refine(const std::function<bool(const Cell &)> &wanted);

  /** Treats the owned and ghost cells for which `loose` holds as outside until the next refinement.
   */
  void discard(const std::function<bool(const Cell &)> &loose);

  /** Number of cells of the shape on all ranks. */
  dealii::types::global_cell_index n_cells() const;

private:
  void create_coarse_cells(double cell_size);
  void join_opposite_faces();
  void refine_to(unsigned int level);
  /** Flags the cells outside that touch a finer one of the shape, or one that is about to be. */
  bool flag_ring();
  void execute();
  void classify();
  CellClass class_of(const Box &box, int level) const;
  /** Of the child that a vertex of the cell belongs to. */
  CellClass child_class(const Cell &cell, unsigned int vertex) const;

  geometry::ShapePtr shape_;
  CellCutter cutter_;
  Box box_;
  bool periodic_;
  unsigned int start_level_ = 0;
  Triangulation triangulation_;
  std::vector<CellClass> classes_;
};

} // namespace lacuna::octree
