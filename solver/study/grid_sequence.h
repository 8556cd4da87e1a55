// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <solver/operators/discretization.h>

#include <cstddef>
#include <functional>
#include <vector>

namespace lacuna::study {

/** Unknowns of the last grid, and of all grids that lead to it. */
struct Grids {
  double last, sum;
};

/** Unknowns of a grid that are counted, and that are solved for, at the most, to foresee others. */
constexpr double most_counted = 1.5e5, most_solved = 2.5e5;

/** Unknowns of grids one after the other, each finer, as far as they may have so many. */
class GridSequence {
public:
  explicit GridSequence(double max_unknowns) : max_unknowns_(max_unknowns) {}

  /** False where the grid would be too large; the first one is there in any case. */
  bool add(double unknowns);

  /**
   * One that adds to the last so many times what that added to its predecessor as before: about
   * twice at notches, which are lines, and more while they are as coarse as what lies between them;
   * where all cells were halved they are again.
   */
  bool add_alike();

  std::size_t size() const { return sizes_.size(); }
  /** Whether the last refinement was of all cells. */
  bool is_uniform() const;
  Grids grids() const;

private:
  double step(std::size_t i) const { return i > 0 ? sizes_[i] - sizes_[i - 1] : sizes_[i]; }

  double max_unknowns_;
  std::vector<double> sizes_;
};

/**
 * The first grid and its refinements. `count` tells the unknowns of the grid as it is, of which
 * there are so many `times`; `refine` makes the next one, and says whether there is any. Beyond
 * what can be counted soon they go on as they did.
 */
Grids count_grids(double max_unknowns, unsigned int n_refinements, double times,
                  const std::function<double()> &count, const std::function<bool()> &refine);

/**
 * Goes on from grids whose value had this relative error bar until it is small enough, which it
 * cannot be with fewer than so many grids.
 */
void follow(GridSequence &sequence, double error, std::size_t fewest,
            const operators::DiscretizationParameters &discretization);

} // namespace lacuna::study
