// SPDX-License-Identifier: LGPL-2.1-or-later
#include <meshes/octree/connectivity.h>

#include <deal.II/dofs/dof_handler.h>
#include <deal.II/dofs/dof_tools.h>
#include <deal.II/fe/fe_q.h>
#include <deal.II/lac/la_parallel_vector.h>

#include <boost/pending/disjoint_sets.hpp>

#include <memory>

namespace lacuna::octree {

namespace {

/** The parts of the shape as sets of vertices, across ranks. */
class Parts {
public:
  explicit Parts(const Octree &octree) : octree_(octree), dofs_(octree.triangulation()), fe_(1) {
    dofs_.distribute_dofs(fe_);
    dealii::IndexSet relevant;
    dealii::DoFTools::extract_locally_relevant_dofs(dofs_, relevant);
    reached_.reinit(dofs_.locally_owned_dofs(), relevant, octree.communicator());
    sets_ = std::make_unique<boost::disjoint_sets_with_storage<>>(
        reached_.get_partitioner()->locally_owned_size() +
        reached_.get_partitioner()->n_ghost_indices());
    for (const auto &cell : dofs_.active_cell_iterators())
      if (holds_shape(cell)) {
        const auto nodes = nodes_of(cell);
        for (const unsigned int node : nodes)
          sets_->union_set(node, nodes[0]);
      }
  }

  /** For every active cell whether its part reaches boundary `id`. */
  std::vector<bool> reach(unsigned int id) {
    reached_ = 0.;
    for (const auto &cell : dofs_.active_cell_iterators())
      if (holds_shape(cell) && cell->face(id)->at_boundary() && cell->face(id)->boundary_id() == id)
        reached_.local_element(nodes_of(cell)[0]) = 1.;
    while (spread()) {
    }
    std::vector<bool> result(octree_.triangulation().n_active_cells(), false);
    for (const auto &cell : dofs_.active_cell_iterators())
      if (holds_shape(cell))
        result[cell->active_cell_index()] = reached_.local_element(nodes_of(cell)[0]) > 0.;
    return result;
  }

private:
  using DoFCell = dealii::DoFHandler<3>::active_cell_iterator;

  bool holds_shape(const DoFCell &cell) const {
    return !cell->is_artificial() && octree_.cell_class(cell) != CellClass::outside;
  }

  std::array<unsigned int, 8> nodes_of(const DoFCell &cell) const {
    std::vector<dealii::types::global_dof_index> indices(8);
    cell->get_dof_indices(indices);
    std::array<unsigned int, 8> nodes;
    for (unsigned int i = 0; i < 8; ++i)
      nodes[i] = reached_.get_partitioner()->global_to_local(indices[i]);
    return nodes;
  }

  /** Marks whole local parts, then tells the other ranks; true if any rank learnt something. */
  bool spread() {
    const unsigned int n = reached_.get_partitioner()->locally_owned_size() +
                           reached_.get_partitioner()->n_ghost_indices();
    std::vector<bool> root_reached(n, false);
    for (unsigned int i = 0; i < n; ++i)
      if (reached_.local_element(i) > 0.)
        root_reached[sets_->find_set(i)] = true;
    bool changed = false;
    for (unsigned int i = 0; i < n; ++i)
      if (root_reached[sets_->find_set(i)] && reached_.local_element(i) == 0.) {
        reached_.local_element(i) = 1.;
        changed = true;
      }
    reached_.compress(dealii::VectorOperation::max);
    reached_.update_ghost_values();
    return dealii::Utilities::MPI::logical_or(changed, octree_.communicator());
  }

  const Octree &octree_;
  dealii::DoFHandler<3> dofs_;
  dealii::FE_Q<3> fe_;
  dealii::LinearAlgebra::distributed::Vector<double> reached_;
  std::unique_ptr<boost::disjoint_sets_with_storage<>> sets_;
};

} // namespace

std::vector<bool> loose_cells(const Octree &octree, unsigned int first, unsigned int second) {
  Parts parts(octree);
  const std::vector<bool> to_first = parts.reach(first), to_second = parts.reach(second);
  std::vector<bool> loose(to_first.size(), false);
  for (const auto &cell : octree.triangulation().active_cell_iterators())
    if (!cell->is_artificial()) {
      const auto i = cell->active_cell_index();
      loose[i] = octree.cell_class(cell) != CellClass::outside && !(to_first[i] && to_second[i]);
    }
  return loose;
}

} // namespace lacuna::octree
