// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <meshes/geometry/shape.h>

#include <deal.II/base/bounding_box.h>
#include <deal.II/base/tensor.h>

#include <array>
#include <vector>

namespace lacuna::octree {

using geometry::Point;
using Box = dealii::BoundingBox<3>;

/** Where a cell lies with respect to a shape. */
enum class CellClass : unsigned char { outside, cut, inside };

/** A block of a subdivided cell: (i, j, k) counts blocks of size 2^-level of the cell. */
struct Block {
  unsigned int level;
  std::array<unsigned int, 3> index;
};

/** Nodes of a cell's lattice, counted along x fastest; empty for none. */
using NodeSet = std::vector<bool>;

using Tetrahedron = std::array<Point, 4>;

/** A triangle of the surface or of a cell's face; the normal points out of the shape. */
struct Triangle {
  std::array<Point, 3> vertices;
  dealii::Tensor<1, 3> normal;
};

/** The part of a cell inside a shape: whole blocks, tetrahedra, and the triangles of its surface.
 */
struct CellPieces {
  std::vector<Block> blocks;
  std::vector<Tetrahedron> tetrahedra;
  std::vector<Triangle> surface;

  /** In m³, of pieces of `cell`. */
  double volume(const Box &cell) const;
};

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
