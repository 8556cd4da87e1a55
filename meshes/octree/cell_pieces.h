// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <meshes/geometry/shapes/shape.h>

#include <deal.II/base/bounding_box.h>
#include <deal.II/base/tensor.h>

#include <array>
#include <vector>

namespace lacuna::octree {

using geometry::Point;
using Box = dealii::BoundingBox<3>;

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

} // namespace lacuna::octree
