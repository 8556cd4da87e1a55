// SPDX-License-Identifier: LGPL-2.1-or-later
#include <solver/transport/patches.h>

#include <meshes/geometry/shapes/random.h>

#include <boost/math/distributions/normal.hpp>

#include <cmath>

namespace lacuna::transport {

namespace {

/** Enough for the sum to be Gaussian. */
constexpr unsigned int n_waves = 48;

} // namespace

Patches::Patches(double coverage, double size, std::uint64_t seed) {
  if (coverage >= 1.)
    return;
  namespace random = geometry::random;
  constexpr auto stream = random::stream("coating patches");
  for (unsigned int i = 0; i < n_waves; ++i) {
    Wave wave;
    for (unsigned int d = 0; d < 3; ++d)
      wave.vector[d] = random::normal(seed, stream, {i, d});
    wave.vector *= 2. * M_PI / (size * wave.vector.norm());
    wave.phase = 2. * M_PI * random::uniform(seed, stream, {i, 3});
    waves_.push_back(wave);
  }
  least_ = std::sqrt(n_waves / 2.) *
           boost::math::quantile(boost::math::complement(boost::math::normal(), coverage));
}

bool Patches::cover(const geometry::Point &x) const {
  if (waves_.empty())
    return true;
  double sum = 0.;
  for (const Wave &wave : waves_)
    sum += std::cos(wave.vector * x + wave.phase);
  return sum >= least_;
}

} // namespace lacuna::transport
