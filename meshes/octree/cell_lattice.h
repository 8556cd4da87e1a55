// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <meshes/octree/cell_pieces.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <vector>

namespace lacuna::octree {

/** A node of a cell's lattice by its place along x, y, z. */
using Node = std::array<unsigned int, 3>;

/** φ on the lattice of a cell, evaluated where it is asked for. */
class CellLattice {
public:
  /** @param without Nodes that do not count as inside, wherever they are; must outlive this. */
  CellLattice(const geometry::Shape &shape, const Box &cell, unsigned int depth,
              const NodeSet &without)
      : shape_(shape), without_(without), lower_(cell.get_boundary_points().first), n_(1u << depth),
        values_((n_ + 1) * (n_ + 1) * (n_ + 1), std::numeric_limits<double>::quiet_NaN()) {
    for (unsigned int d = 0; d < 3; ++d)
      spacing_[d] = cell.side_length(d) / n_;
    tiny_ = 1e-12 * spacing_.norm();
  }

  unsigned int n() const { return n_; }

  Point position(double i, double j, double k) const {
    return {lower_[0] + i * spacing_[0], lower_[1] + j * spacing_[1], lower_[2] + k * spacing_[2]};
  }

  /** Number of a node, along x fastest. */
  unsigned int index(const Node &node) const {
    return (node[2] * (n_ + 1) + node[1]) * (n_ + 1) + node[0];
  }

  /** φ at a node; on the surface a little more, which keeps the pieces non-degenerate. */
  double value(const Node &node) {
    double &phi = values_[index(node)];
    if (std::isnan(phi)) {
      phi = shape_.distance(position(node[0], node[1], node[2]));
      if (is_left_out(node))
        phi = std::max(std::abs(phi), 2. * tiny_);
      else if (std::abs(phi) < tiny_)
        phi = tiny_;
    }
    return phi;
  }

  bool is_left_out(const Node &node) const { return !without_.empty() && without_[index(node)]; }

  /** Whether a value is that of a node on the surface. */
  bool is_on_surface(double value) const { return value == tiny_; }

  /** Whether the middle of a block of the finest level lies inside. */
  bool has_middle_inside(const Block &block) const { return at_center(block) < 0.; }

  /** Whether a triangle of nodes on the surface lies there too in its middle. */
  bool is_on_surface(const Point &a, const Point &b, const Point &c) const {
    const Point middle = a + ((b - a) + (c - a)) / 3.;
    return std::abs(shape_.distance(middle)) < tiny_;
  }

  /** −1 or +1 where one evaluation proves the block inside or outside, else 0. */
  int settled(const Block &block) const {
    const double phi = at_center(block);
    const unsigned int size = n_ >> block.level;
    if (std::abs(phi) <= 0.5 * size * spacing_.norm())
      return 0;
    const Node first = {size * block.index[0], size * block.index[1], size * block.index[2]};
    return phi < 0. && !is_left_out(first) ? -1 : 1;
  }

private:
  double at_center(const Block &block) const {
    const double size = n_ >> block.level;
    return shape_.distance(position((block.index[0] + 0.5) * size, (block.index[1] + 0.5) * size,
                                    (block.index[2] + 0.5) * size));
  }

  const geometry::Shape &shape_;
  const NodeSet &without_;
  Point lower_;
  dealii::Tensor<1, 3> spacing_;
  unsigned int n_;
  double tiny_;
  std::vector<double> values_;
};

/** The node of the lattice at a corner of a block of the finest level. */
inline Node corner(const Block &block, unsigned int c) {
  return {block.index[0] + (c & 1), block.index[1] + ((c >> 1) & 1), block.index[2] + (c >> 2)};
}

/** A block of the finest level with all its eight corners. */
struct Leaf {
  std::array<std::pair<Point, double>, 8> corners;
  unsigned int n_inside = 0;
  bool is_solid; ///< the whole block: no corner lies outside, and something of it inside

  Leaf(CellLattice &lattice, const Block &block) {
    unsigned int n_on_surface = 0;
    for (unsigned int c = 0; c < 8; ++c) {
      const Node node = corner(block, c);
      corners[c] = {lattice.position(node[0], node[1], node[2]), lattice.value(node)};
      n_inside += corners[c].second < 0.;
      n_on_surface += lattice.is_on_surface(corners[c].second);
    }
    is_solid = n_inside == 8 ||
               (n_inside + n_on_surface == 8 && (n_inside > 0 || lattice.has_middle_inside(block)));
  }
};

} // namespace lacuna::octree
