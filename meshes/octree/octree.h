// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <meshes/octree/cell_cutter.h>
#include <meshes/octree/cell_size.h>

#include <deal.II/distributed/tria.h>

#include <functional>
#include <map>
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
   * Fills `box` with cells of `size`, nearly cubic unless they are voxels, wherever `shape` is.
   * Faces of the box do not cut the shape; they are the planes of platens and outer boundaries
   * (boundary ids 0…5: −x, +x, −y, +y, −z, +z).
   *
   * @param periodic Opposite faces of the box are neighbours: cells meet 2:1 across them as well.
   *   The shape has the box as a period.
   */
  Octree(MPI_Comm communicator, geometry::ShapePtr shape, const Box &box, const CellSize &size,
         const CellCutter &cutter = CellCutter(), bool periodic = false);

  const Triangulation &triangulation() const { return triangulation_; }
  MPI_Comm communicator() const { return triangulation_.get_communicator(); }
  const geometry::Shape &shape() const { return *shape_; }
  const CellCutter &cutter() const { return cutter_; }
  const Box &box() const { return box_; }
  /** The box filled with coarse cells: `box`, or more where cells are voxels. */
  const Box &grid_box() const { return grid_box_; }
  bool is_periodic() const { return periodic_; }

  /** Known for owned and ghost cells. */
  CellClass cell_class(const Cell &cell) const {
    Assert(!cell->is_artificial(), dealii::ExcMessage("a cell must be owned or a ghost"));
    return classes_[cell->active_cell_index()];
  }

  static Box box_of(const Cell &cell);

  /** The pieces of a cell inside the shape, without what was discarded. */
  CellPieces pieces(const Cell &cell) const {
    return cutter_.cut(*shape_, box_of(cell), discarded(cell));
  }

  /** The part of a face of a cell (see CellCutter) inside the shape, without what was discarded. */
  std::vector<Triangle> face_pieces(const Cell &cell, unsigned int face) const {
    return cutter_.cut_face(*shape_, box_of(cell), face, discarded(cell));
  }

  /** Halves the owned cells of the shape for which `wanted` holds, and what must follow. */
  void refine(const std::function<bool(const Cell &)> &wanted);

  /**
   * Treats as outside, until the next refinement, the parts of owned and ghost cells that hold the
   * nodes given by active cell; of what was discarded before, no less.
   */
  void discard(const std::vector<NodeSet> &nodes);

  /** The same for whole cells. */
  void discard(const std::vector<bool> &cells);

  /** Takes back all that was discarded. */
  void restore() { classify(); }

  /** Number of cells of the shape on all ranks. */
  dealii::types::global_cell_index n_cells() const;

private:
  void create_coarse_cells(const CellSize &size);
  void join_opposite_faces();
  void refine_to(unsigned int level);
  /** Flags the cells outside that touch a finer one of the shape, or one that is about to be. */
  bool flag_ring();
  void execute();
  void classify();
  CellClass class_of(const Box &box, int level) const;
  const NodeSet &discarded(const Cell &cell) const;
  /** Of the child that a vertex of the cell belongs to. */
  CellClass child_class(const Cell &cell, unsigned int vertex) const;

  geometry::ShapePtr shape_;
  CellCutter cutter_;
  Box box_, grid_box_;
  bool periodic_;
  unsigned int start_level_ = 0;
  Triangulation triangulation_;
  std::vector<CellClass> classes_;
  /** By active index of those cells that lost a part. */
  std::map<unsigned int, NodeSet> discarded_;
};

} // namespace lacuna::octree
