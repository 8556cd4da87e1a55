// SPDX-License-Identifier: LGPL-2.1-or-later
#include <solver/operators/node_numbering.h>

#include <deal.II/base/mpi.h>

#include <algorithm>
#include <stdexcept>

namespace lacuna::operators {

namespace {

constexpr unsigned int key_bits = 21;

/** Calls action(place among the nodes of a cell, node) for all nodes of a cell, x fastest. */
template <typename Action>
void for_each_node(unsigned int degree, const Action &action) {
  std::array<unsigned int, 3> node;
  unsigned int a = 0;
  for (node[2] = 0; node[2] <= degree; ++node[2])
    for (node[1] = 0; node[1] <= degree; ++node[1])
      for (node[0] = 0; node[0] <= degree; ++node[0])
        action(a++, node);
}

/** Each index i of `nodes` as the n indices n·i … n·i + n − 1. */
dealii::IndexSet with_components(const dealii::IndexSet &nodes, unsigned int n) {
  dealii::IndexSet unknowns(nodes.size() * n);
  for (auto interval = nodes.begin_intervals(); interval != nodes.end_intervals(); ++interval)
    unknowns.add_range(*interval->begin() * n, (interval->last() + 1) * n);
  unknowns.compress();
  return unknowns;
}

} // namespace

NodeNumbering::NodeNumbering(MPI_Comm communicator, const Lattice &lattice,
                             const std::vector<GridCell> &cells, unsigned int n_owned_cells,
                             unsigned int degree)
    : communicator_(communicator), lattice_(lattice), degree_(degree),
      foreign_(foreign_cells_near(communicator, lattice, cells, n_owned_cells)) {
  for (const unsigned int n : lattice.n)
    if (n * degree >= 1u << (key_bits - 1))
      throw std::runtime_error("the grid has more levels than nodes can be numbered on");
  find_hanging(cells);
  collect_nodes(cells);
  number(find_owners(cells, n_owned_cells));
}

FlatMap::Key NodeNumbering::key(const std::array<unsigned int, 3> &place) const {
  FlatMap::Key key = 0;
  for (unsigned int d = 0; d < 3; ++d) {
    const unsigned int n = degree_ * lattice_.n[d];
    key = key << key_bits | (lattice_.periodic[d] && place[d] == n ? 0 : place[d]);
  }
  return key;
}

std::array<unsigned int, 3> NodeNumbering::place(unsigned int node) const {
  constexpr unsigned int mask = (1u << key_bits) - 1;
  const FlatMap::Key key = keys_[node];
  return {static_cast<unsigned int>(key >> 2 * key_bits) & mask,
          static_cast<unsigned int>(key >> key_bits) & mask, static_cast<unsigned int>(key) & mask};
}

std::array<unsigned int, 3> NodeNumbering::place(const GridCell &cell, HangingMask mask,
                                                 const std::array<unsigned int, 3> &node) const {
  std::array<unsigned int, 3> place;
  for (unsigned int d = 0; d < 3; ++d) {
    const GridCell from = holder(cell, mask, node, d);
    place[d] = degree_ * from.corner[d] + node[d] * from.size;
  }
  return place;
}

HangingMask NodeNumbering::hanging_mask(const GridCell &cell, const FlatMap &known) const {
  if (cell.size == lattice_.largest)
    return 0;
  const GridCell parent = cell.parent();
  // Is there a cell of the parent's size beyond it along the given axes, to the cell's side?
  const auto meets_larger = [&](std::initializer_list<unsigned int> axes) {
    GridCell other = parent;
    for (const unsigned int d : axes) {
      const bool upper = cell.upper_half(d);
      const bool leaves =
          upper ? parent.corner[d] + parent.size >= lattice_.n[d] : parent.corner[d] == 0;
      if (leaves && !lattice_.periodic[d])
        return false;
      if (upper)
        other.corner[d] = leaves ? 0 : parent.corner[d] + parent.size;
      else
        other.corner[d] = (leaves ? lattice_.n[d] : parent.corner[d]) - parent.size;
    }
    return known.contains(other.key());
  };
  HangingMask mask = 0;
  for (unsigned int d = 0; d < 3; ++d) {
    mask |= meets_larger({d}) << (3 + d);
    mask |= meets_larger({(d + 1) % 3, (d + 2) % 3}) << (6 + d);
  }
  if (mask != 0)
    for (unsigned int d = 0; d < 3; ++d)
      mask |= cell.upper_half(d) << d;
  return mask;
}

void NodeNumbering::find_hanging(const std::vector<GridCell> &cells) {
  FlatMap known;
  for (const GridCell &cell : cells)
    known.insert(cell.key(), 0);
  for (const ForeignCell &foreign : foreign_)
    known.insert(foreign.cell.key(), 0);
  hanging_.reserve(cells.size());
  for (const GridCell &cell : cells)
    hanging_.push_back(hanging_mask(cell, known));
  // Those of their masks that matter depend on cells at nodes of ours, which are all known.
  for (const ForeignCell &foreign : foreign_)
    foreign_hanging_.push_back(hanging_mask(foreign.cell, known));
}

void NodeNumbering::collect_nodes(const std::vector<GridCell> &cells) {
  nodes_.reserve(cells.size() * n_nodes_per_cell());
  for (unsigned int c = 0; c < cells.size(); ++c)
    for_each_node(degree_, [&](unsigned int, const std::array<unsigned int, 3> &node) {
      const auto k = key(place(cells[c], hanging_[c], node));
      const auto [index, is_new] = node_of_.insert(k, keys_.size());
      if (is_new)
        keys_.push_back(k);
      nodes_.push_back(index);
    });
}

std::vector<unsigned int> NodeNumbering::find_owners(const std::vector<GridCell> &cells,
                                                     unsigned int n_owned_cells) const {
  const unsigned int me = dealii::Utilities::MPI::this_mpi_process(communicator_);
  std::vector<unsigned int> owner(keys_.size(), foreign_.empty() ? me : FlatMap::none);
  if (foreign_.empty())
    return owner;
  for (unsigned int c = 0; c < n_owned_cells; ++c)
    for_each_node(degree_, [&](unsigned int a, const std::array<unsigned int, 3> &node) {
      if (is_regular(cells[c], hanging_[c], node))
        owner[nodes(c)[a]] = me;
    });
  for (unsigned int c = 0; c < foreign_.size(); ++c)
    for_each_node(degree_, [&](unsigned int, const std::array<unsigned int, 3> &node) {
      const auto &[cell, rank] = foreign_[c];
      const unsigned int index = node_of_.find(key(place(cell, 0, node)));
      if (index != FlatMap::none && is_regular(cell, foreign_hanging_[c], node))
        owner[index] = std::min(owner[index], rank);
    });
  return owner;
}

void NodeNumbering::number(const std::vector<unsigned int> &owner) {
  const unsigned int me = dealii::Utilities::MPI::this_mpi_process(communicator_);
  using Index = dealii::types::global_dof_index;
  n_owned_ = std::count(owner.begin(), owner.end(), me);
  Index first = 0;
  const Index mine = n_owned_, total = dealii::Utilities::MPI::sum(mine, communicator_);
  MPI_Exscan(&mine, &first, 1, DEAL_II_DOF_INDEX_MPI_TYPE, MPI_SUM, communicator_);
  if (me == 0)
    first = 0; // left undefined there

  // Owned nodes in their order; others ask their owner.
  std::vector<Index> global(keys_.size());
  std::vector<unsigned int> place_among_owned(keys_.size(), FlatMap::none);
  std::map<unsigned int, std::vector<FlatMap::Key>> questions;
  for (unsigned int i = 0, n = 0; i < keys_.size(); ++i)
    if (owner[i] == me)
      global[i] = first + (place_among_owned[i] = n++);
    else
      questions[owner[i]].push_back(keys_[i]);
  std::map<unsigned int, std::vector<Index>> answers;
  for (const auto &[rank, keys] : dealii::Utilities::MPI::some_to_some(communicator_, questions))
    for (const auto k : keys)
      answers[rank].push_back(global[node_of_.find(k)]);
  answers = dealii::Utilities::MPI::some_to_some(communicator_, answers);
  std::vector<Index> foreign;
  std::map<unsigned int, unsigned int> next;
  for (unsigned int i = 0; i < keys_.size(); ++i)
    if (owner[i] != me)
      foreign.push_back(global[i] = answers.at(owner[i])[next[owner[i]]++]);

  std::sort(foreign.begin(), foreign.end());
  owned_ = dealii::IndexSet(total);
  owned_.add_range(first, first + n_owned_);
  ghosts_ = dealii::IndexSet(total);
  ghosts_.add_indices(foreign.begin(), foreign.end());
  ghosts_.compress();

  std::vector<unsigned int> local(keys_.size());
  std::vector<FlatMap::Key> keys(keys_.size());
  for (unsigned int i = 0; i < keys_.size(); ++i) {
    local[i] = owner[i] == me
                   ? place_among_owned[i]
                   : n_owned_ + (std::lower_bound(foreign.begin(), foreign.end(), global[i]) -
                                 foreign.begin());
    keys[local[i]] = keys_[i];
  }
  keys_ = std::move(keys);
  for (unsigned int &node : nodes_)
    node = local[node];
  node_of_ = FlatMap();
}

const std::shared_ptr<const dealii::Utilities::MPI::Partitioner> &
NodeNumbering::partitioner(unsigned int n_components) const {
  auto &partitioner = partitioners_[n_components];
  if (!partitioner)
    partitioner = std::make_shared<dealii::Utilities::MPI::Partitioner>(
        with_components(owned_, n_components), with_components(ghosts_, n_components),
        communicator_);
  return partitioner;
}

} // namespace lacuna::operators
