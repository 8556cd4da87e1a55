// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <solver/multigrid/level_operator.h>

namespace lacuna::multigrid {

/** What a vector on a coarse level of degree 1 is on the next finer one, and the transpose. */
class Transfer {
public:
  virtual ~Transfer() = default;

  /** fine = P coarse. */
  virtual void prolongate(LevelVector<float> &fine, const LevelVector<float> &coarse) const = 0;

  /** coarse = Pᵀ fine. */
  virtual void restrict_to(LevelVector<float> &coarse, const LevelVector<float> &fine) const = 0;
};

/**
 * @param parent For each owned fine cell its place among the coarse cells.
 * The numberings must outlive the transfer.
 */
template <int n_components>
std::unique_ptr<Transfer>
make_transfer(const WeightedCells &fine_cells, const operators::NodeNumbering &fine,
              const WeightedCells &coarse_cells, const operators::NodeNumbering &coarse,
              const std::vector<unsigned int> &parent);

} // namespace lacuna::multigrid
