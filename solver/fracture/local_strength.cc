// SPDX-License-Identifier: LGPL-2.1-or-later
#include <solver/fracture/local_strength.h>

#include <meshes/geometry/shapes/random.h>
#include <solver/fracture/weakest_link.h>

#include <cmath>

namespace lacuna::fracture {

ScalarFunction weibull_strength(const materials::MaterialParameters &material, double size,
                                std::uint64_t seed) {
  const double m = material.weibull_modulus;
  const WeibullStrength strength(std::pow(material.reference_volume / (size * size * size), 1. / m),
                                 m);
  return [=](const operators::Point &x) {
    namespace random = geometry::random;
    const auto cube = [&](unsigned int d) { return std::int64_t(std::floor(x[d] / size)); };
    return strength.quantile(
        random::uniform(seed, random::stream("local strength"), {cube(0), cube(1), cube(2)}));
  };
}

} // namespace lacuna::fracture
