// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <solver/operators/finite_cell_space.h>

namespace lacuna::fracture {

/**
 * Fields as their values at the corners of cells, apart from any grid: what a refined grid, another
 * partition or a later run goes on from.
 */
class CellFields {
public:
  CellFields() = default;
  /** @param fields Of a space of degree 1, with their numbers of components; ghosts up to date. */
  CellFields(const operators::FiniteCellSpace &space,
             const std::vector<std::pair<const operators::Vector *, unsigned int>> &fields);

  /**
   * The fields on the nodes of a space of degree 1 whose cells are those that the fields came from
   * or parts of them, zero at cells that had none; ghosts are up to date. Collective.
   */
  std::vector<operators::Vector> on(const operators::FiniteCellSpace &space,
                                    const std::vector<unsigned int> &n_components) const;

  /** Those of all ranks, on the first one; empty on others. Collective. */
  CellFields gathered(MPI_Comm communicator) const;

  template <typename Archive>
  void serialize(Archive &archive, unsigned int) {
    archive &largest_ &cells_ &values_;
  }

private:
  static constexpr unsigned int n_corners = 8;

  std::size_t n_values() const { return cells_.empty() ? 0 : values_.size() / cells_.size(); }
  void append(const CellFields &other);
  /** On the lattice of `cells`, finer or the same, those that meet a box around a rank's cells. */
  CellFields near(MPI_Comm communicator, const operators::WeightedCells &cells) const;

  /** Size of the coarsest cells on the lattice. */
  unsigned int largest_ = 0;
  std::vector<operators::GridCell> cells_;
  /** By cell, corner and field; components fastest. */
  std::vector<double> values_;
};

} // namespace lacuna::fracture
