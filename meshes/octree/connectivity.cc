// SPDX-License-Identifier: LGPL-2.1-or-later
#include <meshes/octree/cell_components.h>
#include <meshes/octree/connectivity.h>

#include <deal.II/base/mpi.h>
#include <deal.II/grid/grid_tools.h>

#include <boost/pending/disjoint_sets.hpp>

#include <algorithm>
#include <cmath>
#include <memory>

namespace lacuna::octree {

namespace {

using Cell = Octree::Cell;
using Node = std::array<unsigned int, 3>;

/** The parts of the shape, each a set of components of cells, across ranks. */
class Parts {
public:
  explicit Parts(const Octree &octree)
      : octree_(octree), n_(1u << octree.cutter().depth()),
        first_(octree.triangulation().n_active_cells(), none) {
    find_components();
    join_over_faces();
    join_at_corners();
  }

  /** By component whether its part has a node on a face of the box: 4 below, 5 above. */
  std::vector<bool> reach(unsigned int face) {
    std::vector<bool> reached(n_components_, false);
    for_each_cell([&](const Cell &cell, const CellComponents &components) {
      if (is_on(cell, face))
        for_each_node_of_face(face, [&](const Node &node) {
          if (const auto i = components.of(index(node)); i != CellComponents::none)
            reached[sets_->find_set(first(cell) + i)] = true;
        });
    });
    do
      for (unsigned int i = 0; i < reached.size(); ++i)
        reached[i] = reached[i] || reached[sets_->find_set(i)];
    while (hear_of_others(reached));
    return reached;
  }

  template <typename Action> // of the cell, its components and the first one's number
  void for_each_cell(const Action &action) const {
    for (const auto &cell : octree_.triangulation().active_cell_iterators())
      if (!cell->is_artificial() && first(cell) != none)
        action(cell, components_[cell->active_cell_index()]);
  }

  unsigned int first(const Cell &cell) const { return first_[cell->active_cell_index()]; }

  template <typename Action>
  void for_each_node(const Action &action) const {
    Node node;
    for (node[2] = 0; node[2] <= n_; ++node[2])
      for (node[1] = 0; node[1] <= n_; ++node[1])
        for (node[0] = 0; node[0] <= n_; ++node[0])
          action(node);
  }

  unsigned int n_nodes() const { return (n_ + 1) * (n_ + 1) * (n_ + 1); }

  unsigned int index(const Node &node) const {
    return (node[2] * (n_ + 1) + node[1]) * (n_ + 1) + node[0];
  }

  Point position(const Cell &cell, const Node &node) const {
    Point x = cell->vertex(0);
    const auto size = cell->vertex(7) - cell->vertex(0);
    for (unsigned int d = 0; d < 3; ++d)
      x[d] += size[d] * node[d] / n_;
    return x;
  }

  /** Neighbours over a face over which no component of theirs goes on. */
  struct Parted {
    unsigned int cell, neighbor; ///< active indices
    bool has_thin_gap;           ///< most of the face lies in a gap of less than two blocks
  };
  const std::vector<Parted> &parted() const { return parted_; }

private:
  static constexpr unsigned int none = dealii::numbers::invalid_unsigned_int;
  using Sets = boost::disjoint_sets_with_storage<>;

  void find_components() {
    unsigned int n = 0;
    components_.reserve(first_.size());
    for (const auto &cell : octree_.triangulation().active_cell_iterators()) {
      const bool counts = !cell->is_artificial() && octree_.cell_class(cell) != CellClass::outside;
      components_.push_back(
          counts ? CellComponents(octree_.cutter(), octree_.shape(), Octree::box_of(cell))
                 : CellComponents());
      if (components_.back().size() == 0)
        continue;
      first_[cell->active_cell_index()] = n;
      n += components_.back().size();
    }
    n_components_ = n;
    sets_ = std::make_unique<Sets>(n);
  }

  bool is_on(const Cell &cell, unsigned int face) const {
    const double plane = face == 4 ? octree_.box().lower_bound(2) : octree_.box().upper_bound(2);
    return std::abs(cell->vertex(face == 4 ? 0 : 7)[2] - plane) <
           1e-3 * cell->extent_in_direction(2);
  }

  template <typename Action>
  void for_each_node_of_face(unsigned int face, const Action &action) const {
    const unsigned int normal = face / 2, u = (normal + 1) % 3, v = (normal + 2) % 3;
    Node node;
    node[normal] = face % 2 * n_;
    for (node[u] = 0; node[u] <= n_; ++node[u])
      for (node[v] = 0; node[v] <= n_; ++node[v])
        action(node);
  }

  /** From the side of the finer cell; of equal ones from the lower side. */
  void join_over_faces() {
    for_each_cell([&](const Cell &cell, const CellComponents &) {
      for (unsigned int face = 0; face < 6; ++face) {
        if (cell->at_boundary(face) || cell->neighbor(face)->has_children())
          continue;
        const Cell neighbor = cell->neighbor(face);
        if (neighbor->is_artificial() || first(neighbor) == none ||
            (neighbor->level() == cell->level() && face % 2 == 0))
          continue;
        if (!join(cell, face, neighbor))
          parted_.push_back({cell->active_cell_index(), neighbor->active_cell_index(),
                             has_thin_gap(cell, face, neighbor)});
      }
    });
  }

  /** True if a component of each touches the other's cell over the face. */
  bool join(const Cell &cell, unsigned int face, const Cell &neighbor) {
    const auto &mine = components_[cell->active_cell_index()],
               &other = components_[neighbor->active_cell_index()];
    bool joined = false;
    for_each_node_of_face(face, [&](const Node &node) {
      const auto i = mine.of(index(node));
      if (i == CellComponents::none)
        return;
      const auto j = component_at(cell, node, neighbor, other);
      if (j == CellComponents::none)
        return;
      sets_->union_set(first(cell) + i, first(neighbor) + j);
      joined = true;
    });
    return joined;
  }

  bool has_thin_gap(const Cell &cell, unsigned int face, const Cell &neighbor) const {
    if (neighbor->level() != cell->level())
      return false;
    const auto &mine = components_[cell->active_cell_index()],
               &other = components_[neighbor->active_cell_index()];
    unsigned int n = 0;
    for_each_node_of_face(face, [&](Node node) {
      node[face / 2] = face % 2 == 0 ? 1 : n_ - 1;
      Node beyond = node;
      beyond[face / 2] = n_ - node[face / 2];
      n += mine.of(index(node)) != CellComponents::none &&
           other.of(index(beyond)) != CellComponents::none;
    });
    return 2 * n > (n_ + 1) * (n_ + 1);
  }

  /**
   * The component of a neighbour of at least the cell's size at a node of the cell on their common
   * face. Between nodes of the larger lattice it is that of one of the nodes around, from which the
   * way to the node leads through the shape.
   */
  unsigned char component_at(const Cell &cell, const Node &node, const Cell &neighbor,
                             const CellComponents &components) const {
    const Point x = position(cell, node);
    const auto size = neighbor->vertex(7) - neighbor->vertex(0);
    Node low, high;
    bool coincides = true;
    for (unsigned int d = 0; d < 3; ++d) {
      const double at = (x[d] - neighbor->vertex(0)[d]) / size[d] * n_;
      low[d] = std::clamp<long>(std::lround(std::floor(at + 0.25)), 0, n_);
      high[d] = std::clamp<long>(std::lround(std::ceil(at - 0.25)), 0, n_);
      coincides = coincides && low[d] == high[d];
    }
    if (coincides)
      return components.of(index(low));
    const geometry::Shape &shape = octree_.shape();
    const double phi = shape.distance(x);
    for (unsigned int c = 0; c < 8 && phi < 0.; ++c) {
      const Node around = {c & 1 ? high[0] : low[0], c & 2 ? high[1] : low[1],
                           c & 4 ? high[2] : low[2]};
      const auto j = components.of(index(around));
      if (j == CellComponents::none)
        continue;
      const Point y = position(neighbor, around);
      if (is_inside_between(shape, x, phi, y, shape.distance(y)))
        return j;
    }
    return CellComponents::none;
  }

  void join_at_corners() {
    std::vector<unsigned int> at_vertex(octree_.triangulation().n_vertices(), none);
    for_each_cell([&](const Cell &cell, const CellComponents &components) {
      for (unsigned int v = 0; v < 8; ++v) {
        const auto i = components.of(index({(v & 1) * n_, (v >> 1 & 1) * n_, (v >> 2) * n_}));
        if (i == CellComponents::none)
          continue;
        unsigned int &there = at_vertex[cell->vertex_index(v)];
        if (there == none)
          there = first(cell) + i;
        else
          sets_->union_set(there, first(cell) + i);
      }
    });
  }

  /** What the owners of ghosts know; true if any rank learnt something. */
  bool hear_of_others(std::vector<bool> &reached) const {
    using Flags = std::vector<bool>;
    bool learnt = false;
    dealii::GridTools::exchange_cell_data_to_ghosts<Flags>(
        octree_.triangulation(),
        [&](const Cell &cell) {
          Flags flags(components_[cell->active_cell_index()].size());
          for (unsigned int i = 0; i < flags.size(); ++i)
            flags[i] = reached[first(cell) + i];
          return flags;
        },
        [&](const Cell &cell, const Flags &flags) {
          for (unsigned int i = 0; i < flags.size(); ++i)
            if (flags[i] && !reached[first(cell) + i]) {
              reached[first(cell) + i] = reached[sets_->find_set(first(cell) + i)] = true;
              learnt = true;
            }
        });
    return dealii::Utilities::MPI::logical_or(learnt, octree_.communicator());
  }

  const Octree &octree_;
  /** Blocks along the side of a cell. */
  unsigned int n_;
  /** By active cell: its components, and the number of its first one. */
  std::vector<CellComponents> components_;
  std::vector<unsigned int> first_;
  std::vector<Parted> parted_;
  unsigned int n_components_;
  std::unique_ptr<Sets> sets_;
};

} // namespace

Connection find_connection(const Octree &octree) {
  Parts parts(octree);
  const std::vector<bool> standing = parts.reach(4), hanging = parts.reach(5);
  Connection result;
  result.loose.resize(octree.triangulation().n_active_cells());
  result.bridging.resize(octree.triangulation().n_active_cells(), false);
  result.thin_gaps = result.bridging;
  std::vector<unsigned int> n_connected(octree.triangulation().n_active_cells(), 0);
  parts.for_each_cell([&](const Cell &cell, const CellComponents &components) {
    for (unsigned int i = 0; i < components.size(); ++i)
      n_connected[cell->active_cell_index()] +=
          standing[parts.first(cell) + i] && hanging[parts.first(cell) + i];
    result.bridging[cell->active_cell_index()] = n_connected[cell->active_cell_index()] > 1;
    result.thin_gaps[cell->active_cell_index()] = components.has_thin_gap();
    NodeSet loose;
    parts.for_each_node([&](const Node &node) {
      const auto i = components.of(parts.index(node));
      if (i == CellComponents::none)
        return;
      const bool stands = standing[parts.first(cell) + i], hangs = hanging[parts.first(cell) + i];
      const double z = parts.position(cell, node)[2];
      if (stands)
        result.standing_to = std::max(result.standing_to, z);
      if (hangs)
        result.hanging_from = std::min(result.hanging_from, z);
      if (stands && hangs)
        return;
      loose.resize(parts.n_nodes());
      loose[parts.index(node)] = true;
      result.loose_from = std::min(result.loose_from, z);
      result.loose_to = std::max(result.loose_to, z);
    });
    result.loose[cell->active_cell_index()] = std::move(loose);
  });
  for (const auto &[a, b, has_thin_gap] : parts.parted())
    if (n_connected[a] > 0 && n_connected[b] > 0) {
      result.bridging[a] = result.bridging[b] = true;
      if (has_thin_gap)
        result.thin_gaps[a] = result.thin_gaps[b] = true;
    }
  const MPI_Comm all = octree.communicator();
  namespace Utilities = dealii::Utilities;
  result.loose_from = Utilities::MPI::min(result.loose_from, all);
  result.loose_to = Utilities::MPI::max(result.loose_to, all);
  result.standing_to = Utilities::MPI::max(result.standing_to, all);
  result.hanging_from = Utilities::MPI::min(result.hanging_from, all);
  return result;
}

} // namespace lacuna::octree
