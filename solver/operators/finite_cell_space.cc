// SPDX-License-Identifier: LGPL-2.1-or-later
#include <solver/operators/finite_cell_space.h>

#include <cmath>

namespace lacuna::operators {

FiniteCellSpace::FiniteCellSpace(const Octree &octree, unsigned int degree)
    : octree_(octree), degree_(degree), moments_(degree) {
  const dealii::QGaussLobatto<1> nodes(degree + 1);
  for (const auto &point : nodes.get_points())
    nodes_1d_.push_back(point[0]);
  collect_cells();
  numbering_ = std::make_unique<NodeNumbering>(communicator(), weighted_.lattice, weighted_.cells,
                                               weighted_.n_owned, degree);
  values_ = std::make_unique<NodalValues>(*numbering_);
}

void FiniteCellSpace::collect_cells() {
  const auto &triangulation = octree_.triangulation();
  const auto &box = octree_.grid_box();
  const Point lower = box.get_boundary_points().first;
  const unsigned int finest_level = triangulation.n_global_levels() - 1;
  Lattice &lattice = weighted_.lattice;
  lattice.largest = 1u << finest_level;
  const auto coarse = triangulation.begin(0);
  const auto unit = (coarse->vertex(7) - coarse->vertex(0)) / lattice.largest;
  for (unsigned int d = 0; d < 3; ++d) {
    lattice.n[d] = std::lround(box.side_length(d) / unit[d]);
    weighted_.unit[d] = box.side_length(d) / lattice.n[d];
  }
  lattice.periodic.fill(octree_.is_periodic());
  weighted_.n_points = moments_.n_points();

  for (const auto &cell : triangulation.active_cell_iterators()) {
    if (!cell->is_locally_owned() || octree_.cell_class(cell) == CellClass::outside)
      continue;
    const CellClass cell_class = octree_.cell_class(cell);
    cells_.push_back({cell, cell_class, cell->vertex(0), cell->vertex(7) - cell->vertex(0)});
    GridCell place;
    place.size = 1u << (finest_level - cell->level());
    for (unsigned int d = 0; d < 3; ++d)
      place.corner[d] = std::lround((cell->vertex(0)[d] - lower[d]) / unit[d]);
    weighted_.cells.push_back(place);
    weighted_.moments.push_back(WeightedCells::whole);
    if (cell_class == CellClass::cut) {
      weighted_.moments.back() = weighted_.weights.size() / weighted_.n_points;
      const auto weights = moments_.of(octree_.pieces(cell), cells_.back().box());
      weighted_.weights.insert(weighted_.weights.end(), weights.begin(), weights.end());
    }
  }
  weighted_.n_owned = cells_.size();
  weighted_.weights.shrink_to_fit();
}

bool FiniteCellSpace::hangs(const FiniteCell &cell, unsigned int a) const {
  const unsigned int i = index(cell);
  return !numbering_->is_regular(weighted_.cells[i], numbering_->hanging(i), place(a));
}

Point FiniteCellSpace::position(const FiniteCell &cell, unsigned int a) const {
  Point x = cell.lower;
  for (unsigned int d = 0; d < 3; ++d)
    x[d] += nodes_1d_[place(a)[d]] * cell.size[d];
  return x;
}

std::vector<Point> FiniteCellSpace::positions() const {
  std::vector<Point> result(n_local_nodes());
  const Point lower = octree_.grid_box().get_boundary_points().first;
  for (unsigned int cell = 0; cell < cells_.size(); ++cell)
    for (unsigned int a = 0; a < n_nodes_per_cell(); ++a)
      for (unsigned int d = 0; d < 3; ++d) {
        // A larger cell's node stands in the place of one that hangs.
        const GridCell holder =
            numbering_->holder(weighted_.cells[cell], numbering_->hanging(cell), place(a), d);
        result[numbering_->nodes(cell)[a]][d] =
            lower[d] +
            weighted_.unit[d] * (holder.corner[d] + nodes_1d_[place(a)[d]] * holder.size);
      }
  return result;
}

} // namespace lacuna::operators
