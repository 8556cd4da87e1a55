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
constexpr double most_counted = 1.5e5, most_solved = 1e6;

/** Unknowns of grids one after the other, each finer, as far as they may have so many. */
class GridSequence {
public:
  explicit GridSequence(double max_unknowns) : max_unknowns_(max_unknowns) {}

  /** False where the grid would be too large; the first one is there in any case. */
  bool add(double unknowns);

  /**
   * One that adds to the last so many times what that added to its predecessor as before: about
   * twice at notches, which are lines, and more while they are as coarse as what lies between them.
   */
  bool add_alike();

  double last() const { return sizes_.back(); }
  std::size_t size() const { return sizes_.size(); }
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

/** What is known of a value on the way to its accuracy. */
struct Approach {
  /** Its relative error bar, which says nothing with fewer than so many grids. */
  double error;
  std::size_t fewest;
  /** Unknowns foreseen of the next grid; 0 where that is not known. */
  double next = 0.;
  /** Whether all cells are halved each time. */
  bool is_uniform = false;
};

/** Goes on from grids until the error bar of what they give is small enough. */
void follow(GridSequence &sequence, Approach approach,
            const operators::DiscretizationParameters &discretization);

} // namespace lacuna::study
