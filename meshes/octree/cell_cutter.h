// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <meshes/octree/cell_pieces.h>

#include <vector>

namespace lacuna::octree {

/** Where a cell lies with respect to a shape. */
enum class CellClass : unsigned char { outside, cut, inside };

/**
 * Cuts box cells by a shape.
 *
 * A cell is halved `depth` times in each direction. On the resulting lattice φ is replaced by its
 * linear interpolant on the six Kuhn tetrahedra of each block, so that the cut part of cells of one
 * size fits together without gaps; volume and surface converge with the square of the block size.
 * A block whose corners are inside or on the surface is solid: planes between blocks cut nothing
 * off. Blocks farther from the surface than their circumradius (|φ| is a bound of the distance) are
 * settled by one evaluation.
 */
class CellCutter {
public:
  explicit CellCutter(unsigned int depth = 2);

  unsigned int depth() const { return depth_; }

  /** The pieces of `cell` inside `shape`, but for parts of it that hold the nodes of `without`. */
  CellPieces cut(const geometry::Shape &shape, const Box &cell, const NodeSet &without = {}) const;

  /** Where `cell` lies with respect to `shape` as the lattice sees it, without cutting. */
  CellClass classify(const geometry::Shape &shape, const Box &cell) const;

  /**
   * The part of face `face` (deal.II numbering: −x, +x, −y, …) of `cell` inside `shape`, as
   * triangles whose normal points out of the cell; see cut().
   */
  std::vector<Triangle> cut_face(const geometry::Shape &shape, const Box &cell, unsigned int face,
                                 const NodeSet &without = {}) const;

  /**
   * True unless it is certain that `cell` lies outside `shape`; for cells too coarse for their
   * lattice to see every feature.
   */
  bool may_touch(const geometry::Shape &shape, const Box &cell) const;

private:
  unsigned int depth_;
};

} // namespace lacuna::octree
