// SPDX-License-Identifier: LGPL-2.1-or-later
#include <solver/operators/finite_cell_space.h>

#include <deal.II/dofs/dof_tools.h>
#include <deal.II/fe/fe_tools.h>

namespace lacuna::operators {

namespace {

/** Each index i of `nodes` as the n indices n·i … n·i + n − 1. */
dealii::IndexSet with_components(const dealii::IndexSet &nodes, unsigned int n) {
  dealii::IndexSet unknowns(nodes.size() * n);
  for (auto interval = nodes.begin_intervals(); interval != nodes.end_intervals(); ++interval)
    unknowns.add_range(*interval->begin() * n, (interval->last() + 1) * n);
  unknowns.compress();
  return unknowns;
}

} // namespace

FiniteCellSpace::FiniteCellSpace(const Octree &octree, unsigned int degree)
    : octree_(octree), degree_(degree), moments_(degree), fe_(degree),
      lexicographic_(dealii::FETools::lexicographic_to_hierarchic_numbering<3>(degree)) {
  dealii::DoFHandler<3> dofs(octree.triangulation());
  dofs.distribute_dofs(fe_);
  dealii::IndexSet relevant;
  dealii::DoFTools::extract_locally_relevant_dofs(dofs, relevant);
  partitioner_ = std::make_shared<dealii::Utilities::MPI::Partitioner>(dofs.locally_owned_dofs(),
                                                                       relevant, communicator());
  number_nodes(dofs);
  collect_cells(dofs);
  dealii::AffineConstraints<double> constraints(relevant);
  dealii::DoFTools::make_hanging_node_constraints(dofs, constraints);
  constraints.close();
  collect_hanging(constraints);
}

std::vector<unsigned int>
FiniteCellSpace::local_nodes(const dealii::DoFHandler<3>::active_cell_iterator &cell) const {
  std::vector<dealii::types::global_dof_index> indices(n_nodes_per_cell());
  cell->get_dof_indices(indices);
  std::vector<unsigned int> nodes(n_nodes_per_cell());
  for (unsigned int i = 0; i < nodes.size(); ++i)
    nodes[i] = partitioner_->global_to_local(indices[lexicographic_[i]]);
  return nodes;
}

void FiniteCellSpace::number_nodes(const dealii::DoFHandler<3> &dofs) {
  const unsigned int n_local = n_owned_nodes() + partitioner_->n_ghost_indices();
  position_.resize(n_local);
  active_.assign(n_local, false);
  for (const auto &cell : dofs.active_cell_iterators()) {
    if (cell->is_artificial() || octree_.cell_class(cell) == CellClass::outside)
      continue;
    const auto nodes = local_nodes(cell);
    const auto size = cell->vertex(7) - cell->vertex(0);
    for (unsigned int i = 0; i < nodes.size(); ++i) {
      active_[nodes[i]] = true;
      const Point unit = fe_.unit_support_point(lexicographic_[i]);
      for (unsigned int d = 0; d < 3; ++d)
        position_[nodes[i]][d] = cell->vertex(0)[d] + unit[d] * size[d];
    }
  }
}

void FiniteCellSpace::collect_cells(const dealii::DoFHandler<3> &dofs) {
  unsigned int n_cut = 0;
  for (const auto &cell : dofs.active_cell_iterators()) {
    if (!cell->is_locally_owned() || octree_.cell_class(cell) == CellClass::outside)
      continue;
    const CellClass cell_class = octree_.cell_class(cell);
    cells_.push_back({cell, cell_class, cell->vertex(0), cell->vertex(7) - cell->vertex(0), n_cut});
    const auto nodes = local_nodes(cell);
    cell_nodes_.insert(cell_nodes_.end(), nodes.begin(), nodes.end());
    if (cell_class == CellClass::cut) {
      const auto weights = moments_.of(octree_.pieces(cell), cells_.back().box());
      cut_weights_.insert(cut_weights_.end(), weights.begin(), weights.end());
      ++n_cut;
    }
  }
}

void FiniteCellSpace::collect_hanging(const dealii::AffineConstraints<double> &constraints) {
  hanging_.assign(n_local_nodes(), not_hanging);
  for (unsigned int node = 0; node < n_local_nodes(); ++node) {
    const auto index = partitioner_->local_to_global(node);
    if (!active_[node] || !constraints.is_constrained(index))
      continue;
    const auto *entries = constraints.get_constraint_entries(index);
    // Nodes that belong to ghost cells only may have masters out of sight; no owned cell needs
    // them.
    std::vector<std::pair<unsigned int, double>> masters;
    for (const auto &[master, weight] : *entries)
      if (partitioner_->in_local_range(master) || partitioner_->is_ghost_entry(master))
        masters.emplace_back(partitioner_->global_to_local(master), weight);
    hanging_[node] = masters_.size();
    masters_.push_back(std::move(masters));
  }
}

dealii::types::global_dof_index FiniteCellSpace::n_free_nodes() const {
  dealii::types::global_dof_index n = 0;
  for (unsigned int node = 0; node < n_owned_nodes(); ++node)
    n += is_free(node);
  return dealii::Utilities::MPI::sum(n, communicator());
}

Vector FiniteCellSpace::make_vector(unsigned int n_components) const {
  Vector x;
  x.reinit(with_components(partitioner_->locally_owned_range(), n_components),
           with_components(partitioner_->ghost_indices(), n_components), communicator());
  return x;
}

void FiniteCellSpace::distribute(Vector &x, unsigned int n_components) const {
  x.update_ghost_values();
  for (unsigned int node = 0; node < n_local_nodes(); ++node)
    if (is_hanging(node))
      for (unsigned int c = 0; c < n_components; ++c) {
        double value = 0.;
        for (const auto &[master, weight] : masters(node))
          value += weight * x.local_element(master * n_components + c);
        x.local_element(node * n_components + c) = value;
      }
}

void FiniteCellSpace::collect(Vector &y, unsigned int n_components) const {
  for (unsigned int node = 0; node < n_local_nodes(); ++node)
    if (is_hanging(node))
      for (unsigned int c = 0; c < n_components; ++c) {
        double &value = y.local_element(node * n_components + c);
        for (const auto &[master, weight] : masters(node))
          y.local_element(master * n_components + c) += weight * value;
        value = 0.;
      }
  y.compress(dealii::VectorOperation::add);
}

void FiniteCellSpace::gather(const Vector &x, unsigned int n_components, const FiniteCell &cell,
                             double *values) const {
  const unsigned int *node = nodes(cell);
  for (unsigned int i = 0; i < n_nodes_per_cell(); ++i)
    for (unsigned int c = 0; c < n_components; ++c)
      values[i * n_components + c] = x.local_element(node[i] * n_components + c);
}

void FiniteCellSpace::scatter_add(const double *values, unsigned int n_components,
                                  const FiniteCell &cell, Vector &y) const {
  const unsigned int *node = nodes(cell);
  for (unsigned int i = 0; i < n_nodes_per_cell(); ++i)
    for (unsigned int c = 0; c < n_components; ++c)
      y.local_element(node[i] * n_components + c) += values[i * n_components + c];
}

} // namespace lacuna::operators
