// SPDX-License-Identifier: LGPL-2.1-or-later
#include <solver/transport/cut_surface.h>

#include <deal.II/base/mpi.h>

namespace lacuna::transport {

using operators::FiniteCell;

CutSurface::CutSurface(const operators::FiniteCellSpace &space, const CellParts &parts,
                       const std::function<bool(const octree::Point &)> &is_covered)
    : all(space.make_vector(1)), covered(space.make_vector(1)) {
  const octree::CellCutter &cutter = space.octree().cutter();
  const operators::ReferenceElement element(space.degree(), space.moments());
  std::vector<double> values(space.n_nodes_per_cell()), covered_values(values);
  for (const FiniteCell &cell : space.cells()) {
    if (!parts.is_cut(cell))
      continue;
    const octree::Box box = cell.box();
    std::fill(values.begin(), values.end(), 0.);
    std::fill(covered_values.begin(), covered_values.end(), 0.);
    for (const auto &point : space.moments().on(cutter.cut(parts.open_space(), box).surface)) {
      const auto shape = element.values_at(box.real_to_unit(point.position));
      const double share = !is_covered || is_covered(point.position) ? 1. : 0.;
      for (unsigned int a = 0; a < values.size(); ++a) {
        values[a] += point.weight * shape[a];
        covered_values[a] += share * point.weight * shape[a];
      }
      area += point.weight;
      covered_area += share * point.weight;
    }
    space.scatter_add(values.data(), 1, cell, all);
    space.scatter_add(covered_values.data(), 1, cell, covered);
  }
  all.compress(dealii::VectorOperation::add);
  covered.compress(dealii::VectorOperation::add);
  area = dealii::Utilities::MPI::sum(area, space.communicator());
  covered_area = dealii::Utilities::MPI::sum(covered_area, space.communicator());
}

} // namespace lacuna::transport
