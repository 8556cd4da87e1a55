// SPDX-License-Identifier: LGPL-2.1-or-later
#include <solver/fracture/cell_fields.h>

#include <deal.II/base/geometry_info.h>

#include <algorithm>
#include <map>

namespace lacuna::fracture {

using operators::FiniteCell;
using operators::FiniteCellSpace;
using operators::FlatMap;
using operators::GridCell;
using operators::Point;
using operators::Vector;

CellFields::CellFields(const FiniteCellSpace &space,
                       const std::vector<std::pair<const Vector *, unsigned int>> &fields)
    : largest_(space.weighted_cells().lattice.largest),
      cells_(space.weighted_cells().cells.begin(),
             space.weighted_cells().cells.begin() + space.weighted_cells().n_owned) {
  AssertDimension(space.degree(), 1);
  std::size_t n_values = 0;
  for (const auto &[field, n] : fields)
    n_values += n_corners * n;
  values_.resize(cells_.size() * n_values);
  double *values = values_.data();
  for (const FiniteCell &cell : space.cells())
    for (const auto &[field, n] : fields) {
      space.gather(*field, n, cell, values);
      values += n_corners * n;
    }
}

void CellFields::append(const CellFields &other) {
  largest_ = other.largest_;
  cells_.insert(cells_.end(), other.cells_.begin(), other.cells_.end());
  values_.insert(values_.end(), other.values_.begin(), other.values_.end());
}

CellFields CellFields::gathered(MPI_Comm communicator) const {
  CellFields result;
  // Not by MPI::gather, which would compress them.
  for (const auto &[rank, fields] : dealii::Utilities::MPI::some_to_some(
           communicator, std::map<unsigned int, CellFields>{{0u, *this}}))
    result.append(fields);
  return result;
}

CellFields CellFields::near(MPI_Comm communicator, const operators::WeightedCells &cells) const {
  using Corner = std::array<unsigned int, 3>;
  Corner lower, upper;
  lower.fill(static_cast<unsigned int>(-1));
  upper.fill(0);
  for (unsigned int i = 0; i < cells.n_owned; ++i)
    for (unsigned int d = 0; d < 3; ++d) {
      lower[d] = std::min(lower[d], cells.cells[i].corner[d]);
      upper[d] = std::max(upper[d], cells.cells[i].corner[d] + cells.cells[i].size);
    }
  const auto ranges =
      dealii::Utilities::MPI::all_gather(communicator, std::make_pair(lower, upper));
  const std::size_t n = n_values();
  const unsigned int scale = largest_ == 0 ? 1 : cells.lattice.largest / largest_;
  std::map<unsigned int, CellFields> outgoing;
  for (unsigned int rank = 0; rank < ranges.size(); ++rank)
    for (std::size_t i = 0; i < cells_.size(); ++i) {
      GridCell cell = cells_[i];
      cell.size *= scale;
      bool meets = true;
      for (unsigned int d = 0; d < 3; ++d) {
        cell.corner[d] *= scale;
        meets = meets && cell.corner[d] < ranges[rank].second[d] &&
                cell.corner[d] + cell.size > ranges[rank].first[d];
      }
      if (!meets)
        continue;
      CellFields &theirs = outgoing[rank];
      theirs.largest_ = cells.lattice.largest;
      theirs.cells_.push_back(cell);
      theirs.values_.insert(theirs.values_.end(), values_.begin() + i * n,
                            values_.begin() + (i + 1) * n);
    }
  CellFields result;
  for (const auto &[rank, fields] : dealii::Utilities::MPI::some_to_some(communicator, outgoing))
    result.append(fields);
  return result;
}

std::vector<Vector> CellFields::on(const FiniteCellSpace &space,
                                   const std::vector<unsigned int> &n_components) const {
  AssertDimension(space.degree(), 1);
  const auto &numbering = space.numbering();
  const auto &cells = space.weighted_cells();
  const CellFields old = near(space.communicator(), cells);
  FlatMap place_of;
  for (unsigned int i = 0; i < old.cells_.size(); ++i)
    place_of.insert(old.cells_[i].key(), i);
  std::vector<Vector> result;
  for (const unsigned int n : n_components)
    result.push_back(space.make_vector(n));

  for (const FiniteCell &cell : space.cells()) {
    const GridCell &grid_cell = cells.cells[space.index(cell)];
    GridCell holder = grid_cell;
    unsigned int place;
    while ((place = place_of.find(holder.key())) == FlatMap::none &&
           holder.size < cells.lattice.largest)
      holder = holder.parent();
    if (place == FlatMap::none)
      continue;
    for (unsigned int a = 0; a < n_corners; ++a) {
      const unsigned int node = numbering.nodes(space.index(cell))[a];
      if (node >= space.n_owned_nodes() || space.hangs(cell, a))
        continue;
      Point unit;
      for (unsigned int d = 0; d < 3; ++d)
        unit[d] = double(grid_cell.corner[d] + (a >> d & 1) * grid_cell.size - holder.corner[d]) /
                  holder.size;
      const double *values = &old.values_[std::size_t(place) * old.n_values()];
      for (std::size_t f = 0; f < result.size(); ++f) {
        const unsigned int n = n_components[f];
        for (unsigned int c = 0; c < n; ++c) {
          double value = 0.;
          for (unsigned int b = 0; b < n_corners; ++b)
            value += dealii::GeometryInfo<3>::d_linear_shape_function(unit, b) * values[b * n + c];
          result[f].local_element(node * n + c) = value;
        }
        values += n_corners * n;
      }
    }
  }
  for (Vector &field : result)
    field.update_ghost_values();
  return result;
}

} // namespace lacuna::fracture
