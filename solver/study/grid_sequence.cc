// SPDX-License-Identifier: LGPL-2.1-or-later
#include <solver/study/grid_sequence.h>

#include <algorithm>
#include <numeric>
#include <utility>

namespace lacuna::study {

namespace {

/** Growth of a grid by halving all cells. */
constexpr double uniform_growth = 8.;

/** Factor of the error bar with a refinement, and with the grid from which on it is trusted. */
constexpr double notch_factor = 0.5, uniform_factor = 0.25, trust_factor = 0.3;

} // namespace

bool GridSequence::add(double unknowns) {
  if (!sizes_.empty() && unknowns > max_unknowns_)
    return false;
  sizes_.push_back(unknowns);
  return true;
}

bool GridSequence::add_alike() {
  const std::size_t n = sizes_.size();
  const double last = step(n - 1);
  const double ratio = n > 2 && step(n - 2) > 0. ? std::clamp(last / step(n - 2), 1., 4.) : 2.;
  return add(sizes_.back() + ratio * last);
}

Grids GridSequence::grids() const {
  return {sizes_.back(), std::accumulate(sizes_.begin(), sizes_.end(), 0.)};
}

Grids count_grids(double max_unknowns, unsigned int n_refinements, double times,
                  const std::function<double()> &count, const std::function<bool()> &refine) {
  GridSequence sequence(max_unknowns);
  double last = count();
  sequence.add(times * last);
  for (unsigned int i = 0; i < n_refinements; ++i) {
    // How a grid grows is seen from one refinement on.
    if (i > 0 && last > most_counted) {
      if (!sequence.add_alike())
        break;
      continue;
    }
    if (!refine())
      break;
    last = count();
    if (!sequence.add(times * last))
      break;
  }
  return sequence.grids();
}

void follow(GridSequence &sequence, Approach approach,
            const operators::DiscretizationParameters &discretization) {
  const auto add = [&] {
    if (approach.is_uniform)
      return sequence.add(uniform_growth * sequence.last());
    const double next = std::exchange(approach.next, 0.);
    return next > 0. ? sequence.add(next) : sequence.add_alike();
  };
  while (sequence.size() <= discretization.max_refinements &&
         (sequence.size() < approach.fewest || approach.error > discretization.accuracy) && add()) {
    approach.error *= approach.is_uniform ? uniform_factor : notch_factor;
    if (sequence.size() == approach.fewest)
      approach.error *= trust_factor;
  }
}

} // namespace lacuna::study
