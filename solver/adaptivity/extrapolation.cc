// SPDX-License-Identifier: LGPL-2.1-or-later
#include <solver/adaptivity/extrapolation.h>

#include <deal.II/base/exceptions.h>

#include <algorithm>
#include <cmath>

namespace lacuna::adaptivity {

Value extrapolate(const std::vector<double> &sequence, double usual_factor,
                  double estimated_error) {
  const std::size_t n = sequence.size();
  Assert(n > 0 && usual_factor < 1.,
         dealii::ExcMessage("a sequence must have a term, and steps that shrink"));
  if (n == 1)
    return {sequence[0], estimated_error};
  const auto rest = [](double factor) { return factor / (1. - factor); };
  const double last = sequence[n - 1], step = last - sequence[n - 2];
  if (n == 2)
    return {last + rest(usual_factor) * step, std::max(std::abs(step), estimated_error)};
  const double previous = sequence[n - 2] - sequence[n - 3];
  const double found = previous != 0. ? std::clamp(step / previous, 0.1, 0.67) : usual_factor;
  // The first steps may seem to fall somewhat faster than they will in the end.
  const bool resolved = found < 0.7 * usual_factor;
  const double least = n == 3 ? 0.2 : 0.1;
  const double spread =
      std::max(least, (resolved ? 0.5 : 0.75) * std::abs(rest(found) - rest(usual_factor)));
  return {last + rest(resolved ? found : usual_factor) * step, spread * std::abs(step)};
}

} // namespace lacuna::adaptivity
