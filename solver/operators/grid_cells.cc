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

  template <typename Archive>
  void serialize(Archive &archive, unsigned int) {
    archive &lower &upper;
  }
};

/** Consecutive cells lie together: boxes around parts of them hold less than one around all. */
constexpr std::size_t n_parts = 16;

/** Around parts of the given cells and the neighbours of their parents. */
std::vector<Range> ranges_of(const std::vector<GridCell> &cells) {
  std::vector<Range> ranges(n_parts, {{1, 1, 1}, {0, 0, 0}});
  for (std::size_t part = 0; part < n_parts; ++part) {
    Range &range = ranges[part];
    const auto begin = cells.begin() + part * cells.size() / n_parts,
               end = cells.begin() + (part + 1) * cells.size() / n_parts;
    long margin = 0;
    for (auto cell = begin; cell != end; ++cell) {
      for (unsigned int d = 0; d < 3; ++d) {
        const long lower = cell->corner[d], upper = lower + cell->size;
        range.lower[d] = cell == begin ? lower : std::min(range.lower[d], lower);
        range.upper[d] = cell == begin ? upper : std::max(range.upper[d], upper);
      }
      margin = std::max(margin, 3l * cell->size);
    }
    for (unsigned int d = 0; d < 3 && begin != end; ++d) {
      range.lower[d] -= margin;
      range.upper[d] += margin;
    }
  }
  return ranges;
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
  const auto ranges = dealii::Utilities::MPI::all_gather(communicator, ranges_of(cells));
  std::map<unsigned int, std::vector<GridCell>> outgoing;
  for (unsigned int rank = 0; rank < ranges.size(); ++rank)
    if (rank != me)
      for (unsigned int i = 0; i < n_owned; ++i)
        if (std::any_of(ranges[rank].begin(), ranges[rank].end(),
                        [&](const Range &range) { return meets(range, cells[i], lattice); }))
          outgoing[rank].push_back(cells[i]);
  std::vector<ForeignCell> result;
  for (const auto &[rank, theirs] : dealii::Utilities::MPI::some_to_some(communicator, outgoing))
    for (const GridCell &cell : theirs)
      result.push_back({cell, rank});
  return result;
}

} // namespace lacuna::operators
