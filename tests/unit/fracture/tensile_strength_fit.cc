// SPDX-License-Identifier: LGPL-2.1-or-later
#include <solver/fracture/tensile_strength_fit.h>

#include <boost/test/unit_test.hpp>

#include <cmath>

using namespace lacuna::fracture;

BOOST_AUTO_TEST_SUITE(tensile_strength_fit)

BOOST_AUTO_TEST_CASE(strength_follows_in_proportion_or_by_a_power) {
  const auto one = fit_tensile_strength(30., {{25., 20.}});
  BOOST_TEST(one.value == 25. * 1.5, boost::test_tools::tolerance(1e-12));
  BOOST_TEST(one.is_determined);
  // 20 at 25 and 20 · 2^0.4 at 50; 30 were measured.
  const auto two = fit_tensile_strength(30., {{25., 20.}, {50., 20. * std::pow(2., 0.4)}});
  BOOST_TEST(two.value == 25. * std::pow(1.5, 2.5), boost::test_tools::tolerance(1e-12));
  BOOST_TEST(two.power == 0.4, boost::test_tools::tolerance(1e-12));
  BOOST_TEST(!fit_tensile_strength(30., {{25., 20.}, {50., 20.1}}).is_determined);
}

BOOST_AUTO_TEST_CASE(predictions_go_on_until_they_agree_and_show_the_power) {
  const auto close = boost::test_tools::tolerance(1e-12);
  BOOST_TEST(next_tensile_strength(30., {{25., 20.}}).value() == 25. * 1.5, close);
  BOOST_TEST(next_tensile_strength(30., {{25., 30.}}).value() == 25. * 1.2, close);
  BOOST_TEST(next_tensile_strength(30., {{25., 20.}, {50., 29.}}).value() ==
                 50. * std::pow(30. / 29., 1. / std::log2(1.45)),
             close);
  BOOST_TEST(!next_tensile_strength(30., {{25., 20.}, {50., 30.01}}).has_value());
}

BOOST_AUTO_TEST_SUITE_END()
