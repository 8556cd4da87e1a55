// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <solver/operators/grid_cells.h>

#include <deal.II/base/partitioner.h>

#include <map>
#include <memory>

namespace lacuna::operators {

/**
 * Which lines of a cell's nodes hang, as bits: 0…2 the half of its parent that the cell takes along
 * x, y, z; 3…5 its face towards the end of the parent along x, y, z lies on a larger cell; 6…8 its
 * edge along x, y, z does.
 */
using HangingMask = std::uint16_t;

/** True if nodes (i, j, k) of a cell of degree p along `axis`, at the given place, hang. */
inline bool line_hangs(HangingMask mask, unsigned int axis, const std::array<unsigned int, 3> &node,
                       unsigned int degree) {
  const unsigned int e = (axis + 1) % 3, f = (axis + 2) % 3;
  const auto at_end = [&](unsigned int d) { return node[d] == (mask >> d & 1 ? degree : 0u); };
  return (mask >> (3 + e) & 1 && at_end(e)) || (mask >> (3 + f) & 1 && at_end(f)) ||
         (mask >> (6 + axis) & 1 && at_end(e) && at_end(f));
}

/**
 * Numbers the Qp nodes of the cells of an octree that hold the shape; void cells have no part in
 * it.
 *
 * Hanging nodes are no nodes: in the places of a cell's nodes that hang stand the nodes of the
 * larger cell's face or edge, whose interpolation gives the values there (Kronbichler & Ljungkvist
 * 2019, 10.1145/3322813). Cells meet 2:1, also over edges and corners, so that those nodes never
 * hang themselves. Along periodic axes the far end is the near end. Numbers follow the first
 * appearance in the order of cells. Each node is owned by the lowest rank with a cell at it.
 */
class NodeNumbering {
public:
  /**
   * @param cells Those this rank owns, then cells of others whose nodes it needs to see.
   */
  NodeNumbering(MPI_Comm communicator, const Lattice &lattice, const std::vector<GridCell> &cells,
                unsigned int n_owned_cells, unsigned int degree);

  unsigned int degree() const { return degree_; }
  unsigned int n_cells() const { return hanging_.size(); }
  unsigned int n_nodes_per_cell() const { return (degree_ + 1) * (degree_ + 1) * (degree_ + 1); }

  /** Local nodes in the places of a cell, x fastest. */
  const unsigned int *nodes(unsigned int cell) const {
    return &nodes_[std::size_t(cell) * n_nodes_per_cell()];
  }

  /** 0 where none hangs. */
  HangingMask hanging(unsigned int cell) const { return hanging_[cell]; }

  /** True if the node in a place of a cell lies there, and is not one of a larger cell's instead.
   */
  bool is_regular(const GridCell &cell, HangingMask mask,
                  const std::array<unsigned int, 3> &node) const {
    return mask == 0 || place(cell, mask, node) == place(cell, 0, node);
  }

  /** The cell whose node stands in a place of `cell`, for its coordinate along one axis. */
  GridCell holder(const GridCell &cell, HangingMask mask, const std::array<unsigned int, 3> &node,
                  unsigned int axis) const {
    return mask != 0 && line_hangs(mask, axis, node, degree_) ? cell.parent() : cell;
  }

  /** For vectors of n components, n·node + component; owned nodes first, then ghosts. */
  const std::shared_ptr<const dealii::Utilities::MPI::Partitioner> &
  partitioner(unsigned int n_components) const;

  /** On all ranks. */
  dealii::types::global_dof_index n_nodes() const { return owned_.size(); }

  unsigned int n_owned_nodes() const { return n_owned_; }
  unsigned int n_local_nodes() const { return keys_.size(); }

  /** Place of a local node on the lattice of p·n nodes along each axis. */
  std::array<unsigned int, 3> place(unsigned int node) const;

  const std::vector<ForeignCell> &foreign_cells() const { return foreign_; }

private:
  void find_hanging(const std::vector<GridCell> &cells);
  HangingMask hanging_mask(const GridCell &cell, const FlatMap &known) const;
  std::array<unsigned int, 3> place(const GridCell &cell, HangingMask mask,
                                    const std::array<unsigned int, 3> &node) const;
  FlatMap::Key key(const std::array<unsigned int, 3> &place) const;
  void collect_nodes(const std::vector<GridCell> &cells);
  std::vector<unsigned int> find_owners(const std::vector<GridCell> &cells,
                                        unsigned int n_owned_cells) const;
  void number(const std::vector<unsigned int> &owner);

  MPI_Comm communicator_;
  Lattice lattice_;
  unsigned int degree_;
  std::vector<ForeignCell> foreign_;
  std::vector<HangingMask> hanging_, foreign_hanging_;
  std::vector<unsigned int> nodes_;
  /** Local node by its key, and back. */
  FlatMap node_of_;
  std::vector<FlatMap::Key> keys_;
  unsigned int n_owned_ = 0;
  dealii::IndexSet owned_, ghosts_;
  /** By number of components, made when first asked for. */
  mutable std::map<unsigned int, std::shared_ptr<const dealii::Utilities::MPI::Partitioner>>
      partitioners_;
};

} // namespace lacuna::operators
