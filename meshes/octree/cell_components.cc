// SPDX-License-Identifier: LGPL-2.1-or-later
#include <meshes/octree/cell_components.h>
#include <meshes/octree/cell_lattice.h>

#include <boost/pending/disjoint_sets.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>
#include <tuple>

namespace lacuna::octree {

namespace {

/** Edges are halved so often in search of a gap. */
constexpr unsigned int max_halvings = 5;

/** The edges of Kuhn's tetrahedra that leave a node upwards, as bits x + 2y + 4z. */
constexpr std::array<unsigned int, 7> directions = {1, 2, 4, 3, 5, 6, 7};

bool is_inside_between(const geometry::Shape &shape, const Point &a, double phi_a, const Point &b,
                       double phi_b, unsigned int halvings) {
  if (std::abs(phi_a) + std::abs(phi_b) >= a.distance(b) || halvings == 0)
    return true;
  const Point middle = a + 0.5 * (b - a);
  const double phi = shape.distance(middle);
  return phi < 0. && is_inside_between(shape, a, phi_a, middle, phi, halvings - 1) &&
         is_inside_between(shape, middle, phi, b, phi_b, halvings - 1);
}

/** Joins the nodes of one lattice. */
class NodeSets {
public:
  NodeSets(const geometry::Shape &shape, CellLattice &lattice, unsigned int depth)
      : shape_(shape), lattice_(lattice), depth_(depth), n_(lattice.n() + 1), sets_(n_ * n_ * n_),
        counts_(n_ * n_ * n_, false) {
    join_solid_blocks();
    join_along_edges();
  }

  /** By node its set, counted from 0 in the order of nodes; and how many there are. */
  std::pair<std::vector<unsigned char>, unsigned int> numbered() {
    std::vector<unsigned char> result(counts_.size(), CellComponents::none),
        number(counts_.size(), CellComponents::none);
    unsigned int n = 0;
    for (unsigned int node = 0; node < counts_.size(); ++node)
      if (counts_[node]) {
        unsigned char &of_set = number[sets_.find_set(node)];
        if (of_set == CellComponents::none)
          of_set = n++;
        result[node] = of_set;
      }
    return {result, n};
  }

  bool has_thin_gap() const { return has_thin_gap_; }

private:
  unsigned int index(const Node &node) const { return lattice_.index(node); }

  template <typename Action>
  void for_each(unsigned int n, const Action &action) const {
    Node node;
    for (node[2] = 0; node[2] < n; ++node[2])
      for (node[1] = 0; node[1] < n; ++node[1])
        for (node[0] = 0; node[0] < n; ++node[0])
          action(node);
  }

  void join_solid_blocks() {
    for_each(n_ - 1, [&](const Node &node) {
      const Block block{depth_, node};
      const Leaf leaf(lattice_, block);
      if (leaf.is_solid && leaf.n_inside < 8)
        join_corners(block, leaf);
    });
  }

  /** Those that the middle of a solid block with corners on the surface reaches. */
  void join_corners(const Block &block, const Leaf &leaf) {
    const Point middle =
        leaf.corners[0].first + 0.5 * (leaf.corners[7].first - leaf.corners[0].first);
    const double phi = shape_.distance(middle);
    std::optional<unsigned int> first;
    for (unsigned int c = 0; c < 8; ++c)
      if (octree::is_inside_between(shape_, middle, phi, leaf.corners[c].first,
                                    leaf.corners[c].second)) {
        const unsigned int here = index(corner(block, c));
        counts_[here] = true;
        first = first.value_or(here);
        sets_.union_set(*first, here);
      }
  }

  void join_along_edges() {
    std::vector<std::pair<Node, Node>> uncertain;
    for_each(n_, [&](const Node &a) {
      const double phi_a = lattice_.value(a);
      if (phi_a >= 0.)
        return;
      counts_[index(a)] = true;
      for (const unsigned int bits : directions) {
        const Node b = {a[0] + (bits & 1), a[1] + ((bits >> 1) & 1), a[2] + (bits >> 2)};
        if (b[0] >= n_ || b[1] >= n_ || b[2] >= n_ || lattice_.value(b) >= 0.)
          continue;
        if (-phi_a - lattice_.value(b) >= position(a).distance(position(b)))
          sets_.union_set(index(a), index(b));
        else
          uncertain.emplace_back(a, b);
      }
    });
    for (const auto &[a, b] : uncertain)
      if (sets_.find_set(index(a)) != sets_.find_set(index(b)) &&
          octree::is_inside_between(shape_, position(a), lattice_.value(a), position(b),
                                    lattice_.value(b)))
        sets_.union_set(index(a), index(b));
    const auto n_parted = std::count_if(uncertain.begin(), uncertain.end(), [&](const auto &edge) {
      return sets_.find_set(index(edge.first)) != sets_.find_set(index(edge.second));
    });
    has_thin_gap_ = 2 * n_parted > n_ * n_;
  }

  Point position(const Node &node) const { return lattice_.position(node[0], node[1], node[2]); }

  const geometry::Shape &shape_;
  CellLattice &lattice_;
  unsigned int depth_, n_;
  boost::disjoint_sets_with_storage<> sets_;
  std::vector<bool> counts_;
  bool has_thin_gap_ = false;
};

} // namespace

bool is_inside_between(const geometry::Shape &shape, const Point &a, double phi_a, const Point &b,
                       double phi_b) {
  return is_inside_between(shape, a, phi_a, b, phi_b, max_halvings);
}

CellComponents::CellComponents(const CellCutter &cutter, const geometry::Shape &shape,
                               const Box &cell) {
  const NodeSet without;
  CellLattice lattice(shape, cell, cutter.depth(), without);
  const int side = lattice.settled({0, {0, 0, 0}});
  if (side != 0)
    size_ = side < 0 ? 1 : 0;
  else {
    NodeSets sets(shape, lattice, cutter.depth());
    std::tie(of_, size_) = sets.numbered();
    has_thin_gap_ = sets.has_thin_gap();
  }
}

} // namespace lacuna::octree
