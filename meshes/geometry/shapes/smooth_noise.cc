// SPDX-License-Identifier: LGPL-2.1-or-later
#include <meshes/geometry/shapes/random.h>
#include <meshes/geometry/shapes/smooth_noise.h>

#include <algorithm>
#include <cmath>

namespace lacuna::geometry {

double smooth_normal(std::uint64_t seed, std::uint64_t stream,
                     const std::array<std::int64_t, 2> &indices, double t, double length) {
  constexpr double knots_per_length = 315. / 302;
  constexpr double largest = 4.;
  static const double deviation = std::sqrt(151. / 315);

  const double q = t / length * knots_per_length, knot = std::floor(q);
  const double f = q - knot, g = 1 - f;
  const double weights[] = {g * g * g / 6, (4 - 3 * f * f * (2 - f)) / 6,
                            (4 - 3 * g * g * (2 - g)) / 6, f * f * f / 6};
  double sum = 0;
  for (int i = 0; i < 4; ++i) {
    const auto j = static_cast<std::int64_t>(knot) - 1 + i;
    const double normal = random::normal(seed, stream, {indices[0], indices[1], j});
    // The weights add up to one.
    sum += weights[i] * std::clamp(normal / deviation, -largest, largest);
  }
  return sum;
}

} // namespace lacuna::geometry
