// SPDX-License-Identifier: LGPL-2.1-or-later
#include <solver/operators/grid_cells.h>

#include <deal.II/base/mpi.h>

#include <algorithm>
#include <map>

namespace lacuna::operators {

namespace {

/** A closed range of the lattice along each axis; empty where lower > upper. */
struct Range {
  std::array<long, 3> lower, upper;
};

/** Around the given cells and the neighbours of their parents. */
Range range_of(const std::vector<GridCell> &cells) {
  Range range{{1, 1, 1}, {0, 0, 0}};
  long margin = 0;
  for (const GridCell &cell : cells) {
    for (unsigned int d = 0; d < 3; ++d) {
      const long lower = cell.corner[d], upper = lower + cell.size;
      range.lower[d] = &cell == &cells.front() ? lower : std::min(range.lower[d], lower);
      range.upper[d] = &cell == &cells.front() ? upper : std::max(range.upper[d], upper);
    }
    margin = std::max(margin, 3l * cell.size);
  }
  if (!cells.empty())
    for (unsigned int d = 0; d < 3; ++d) {
      range.lower[d] -= margin;
      range.upper[d] += margin;
    }
  return range;
}

bool meets(const Range &range, const GridCell &cell, const Lattice &lattice) {
  for (unsigned int d = 0; d < 3; ++d) {
    const long lower = cell.corner[d], upper = lower + cell.size;
    const auto overlaps = [&](long shift) {
      return lower + shift <= range.upper[d] && upper + shift >= range.lower[d];
    };
    const long period = lattice.n[d];
    if (!overlaps(0) && !(lattice.periodic[d] && (overlaps(period) || overlaps(-period))))
      return false;
  }
  return true;
}

} // namespace

std::vector<ForeignCell> foreign_cells_near(MPI_Comm communicator, const Lattice &lattice,
                                            const std::vector<GridCell> &cells,
                                            unsigned int n_owned) {
  if (dealii::Utilities::MPI::n_mpi_processes(communicator) == 1)
    return {};
  const unsigned int me = dealii::Utilities::MPI::this_mpi_process(communicator);
  const auto ranges = dealii::Utilities::MPI::all_gather(communicator, range_of(cells));
  std::map<unsigned int, std::vector<GridCell>> outgoing;
  for (unsigned int rank = 0; rank < ranges.size(); ++rank)
    if (rank != me)
      for (unsigned int i = 0; i < n_owned; ++i)
        if (meets(ranges[rank], cells[i], lattice))
          outgoing[rank].push_back(cells[i]);
  std::vector<ForeignCell> result;
  for (const auto &[rank, theirs] : dealii::Utilities::MPI::some_to_some(communicator, outgoing))
    for (const GridCell &cell : theirs)
      result.push_back({cell, rank});
  return result;
}

} // namespace lacuna::operators
