// SPDX-License-Identifier: LGPL-2.1-or-later
// Local strength has Weibull's distribution of its cube, and any volume that of its weakest cube.
#include <solver/fracture/local_strength.h>

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <cmath>

using namespace lacuna;
using octree::Point;

BOOST_AUTO_TEST_SUITE(local_strength)

namespace {

/** m = 5, V₀ = 64. */
const materials::MaterialParameters material{100., 0., 3., 1., 5., 64.};

} // namespace

BOOST_AUTO_TEST_CASE(cubes_scatter_by_their_volume) {
  const auto strength = fracture::weibull_strength(material, 2., 1);
  double sum = 0.;
  unsigned int n = 0, below = 0;
  for (int i = -20; i < 20; ++i)
    for (int j = -20; j < 20; ++j)
      for (int k = -20; k < 20; ++k, ++n) {
        const double s = strength(Point(2. * i + 0.3, 2. * j + 1.1, 2. * k + 1.9));
        sum += s;
        below += s < 1.;
        BOOST_REQUIRE(s == strength(Point(2. * i + 1.3, 2. * j + 0.1, 2. * k + 0.9)));
      }
  // σ̄ = (V₀/c³)^{1/m} Γ(1 + 1/m); 64,000 values have a standard error of 0.001.
  BOOST_TEST(sum / n == std::pow(8., 0.2) * std::tgamma(1.2), boost::test_tools::tolerance(0.004));
  BOOST_TEST(double(below) / n == 1. - std::exp(-1. / 8.), boost::test_tools::tolerance(0.03));
}

BOOST_AUTO_TEST_CASE(the_weakest_cube_of_the_reference_volume_has_the_strength) {
  // 8 cubes make V₀: their minimum exceeds the material's strength with probability 1/e.
  unsigned int n_stronger = 0;
  constexpr unsigned int n = 4000;
  for (unsigned int seed = 0; seed < n; ++seed) {
    const auto strength = fracture::weibull_strength(material, 2., seed);
    double weakest = 1e9;
    for (int i = 0; i < 8; ++i)
      weakest = std::min(weakest,
                         strength(Point(1. + 2. * (i & 1), 1. + (i & 2), 1. + (i >> 2 & 1) * 2.)));
    n_stronger += weakest > 1.;
  }
  BOOST_TEST(double(n_stronger) / n == std::exp(-1.), boost::test_tools::tolerance(0.06));
}

BOOST_AUTO_TEST_CASE(another_seed_is_another_specimen) {
  const Point x(0.5, 0.5, 0.5);
  BOOST_TEST(fracture::weibull_strength(material, 2., 1)(x) !=
             fracture::weibull_strength(material, 2., 2)(x));
}

BOOST_AUTO_TEST_SUITE_END()
