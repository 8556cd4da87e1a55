// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <meshes/octree/cell_cutter.h>

#include <vector>

namespace lacuna::octree {

/**
 * The parts of a shape within a cell that do not touch there: sets of nodes of the cell's lattice.
 *
 * Nodes inside are joined along the edges of the Kuhn tetrahedra, those that the cut part of the
 * cell consists of; but not across a gap, however thin it is compared with the lattice: an edge
 * counts where balls of radius |φ| around points on it cover it. Nodes on the surface count where a
 * solid block has them as corners.
 */
class CellComponents {
public:
  static constexpr unsigned char none = 255;

  /** Of a cell that is outside. */
  CellComponents() = default;

  CellComponents(const CellCutter &cutter, const geometry::Shape &shape, const Box &cell);

  unsigned int size() const { return size_; }

  /** Component of a node, counted along x fastest; `none` outside. */
  unsigned char of(unsigned int node) const {
    return of_.empty() ? (size_ > 0 ? 0 : none) : of_[node];
  }

  /** Whether a gap parts nodes that are neighbours, through most of the cell. */
  bool has_thin_gap() const { return has_thin_gap_; }

private:
  unsigned int size_ = 0;
  bool has_thin_gap_ = false;
  /** Empty where one evaluation tells that the whole cell is inside or outside. */
  std::vector<unsigned char> of_;
};

/** Whether the straight way between two points inside stays inside, as far as can be told. */
bool is_inside_between(const geometry::Shape &shape, const Point &a, double phi_a, const Point &b,
                       double phi_b);

} // namespace lacuna::octree
