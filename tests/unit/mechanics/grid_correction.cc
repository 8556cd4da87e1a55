// SPDX-License-Identifier: LGPL-2.1-or-later
#include <solver/mechanics/grid_correction.h>

#include <boost/test/unit_test.hpp>

#include <cmath>
#include <limits>

using namespace lacuna::mechanics;
using lacuna::adaptivity::Value;

BOOST_AUTO_TEST_SUITE(grid_correction)

namespace {

constexpr double none = std::numeric_limits<double>::quiet_NaN();
constexpr double infinity = std::numeric_limits<double>::infinity();

/** 20 % below the first grid, of which the estimate sees half; strength 10 % below. */
const RefinedSpecimen a = {{100., 0.1, 50.}, {80., 1.6}, {45., 0.9}, 0.6, 40.};

/** 15 % below, of which the estimate sees a third; strength 20 % below. */
const RefinedSpecimen b = {{200., 0.05, 40.}, {170., 5.1}, {32., 1.28}, 0.18, 24.};

void check(const Value &found, double value, double error) {
  BOOST_TEST(found.value == value, boost::test_tools::tolerance(1e-12));
  BOOST_TEST(found.error == error, boost::test_tools::tolerance(1e-12));
}

} // namespace

BOOST_AUTO_TEST_CASE(a_specimen_corrects_itself) {
  const GridCorrection correction({a});
  check(correction.modulus(a.first_grid), 80., 1.6);
  check(correction.strength(a.first_grid), 45., 0.9);
}

BOOST_AUTO_TEST_CASE(the_estimate_scales_the_change) {
  // Change 2 e₀ = 30 %: 140 by the estimate, 160 by the ratio.
  const GridCorrection correction({a});
  check(correction.modulus({200., 0.15, none}), 140., 140. * 0.02 + 20.);
  // An estimate of nothing: nothing changes.
  check(correction.modulus({200., 0., none}), 200., 200. * 0.02 + 40.);
}

BOOST_AUTO_TEST_CASE(the_spread_between_refined_specimens_adds_to_the_bar) {
  // Changes per estimate 2 and 3: mean 5/2, deviation 1/√2; ratios 0.8 and 0.85.
  const GridCorrection correction({a, b});
  const double value = 100. * (1. - 2.5 * 0.08);
  check(correction.modulus({100., 0.08, none}), value,
        value * 0.025 + std::abs(value - 82.5) + 100. * 0.08 * std::sqrt(0.5));
  // Strains 1.2 and 0.9 times those of the first grid.
  BOOST_TEST(correction.strain_at_strength({100., 0.1, 60.}) == 0.63,
             boost::test_tools::tolerance(1e-12));
  // Ratios to the first grid's strength 0.8 and 0.6.
  BOOST_TEST(correction.first_crack({1., 0.1, 60.}) == 42., boost::test_tools::tolerance(1e-12));
  // Ratios 0.9 and 0.8, error bars 2 % and 4 %.
  check(correction.strength({1., 0.1, 60.}), 51., 51. * (0.03 + 0.1 * std::sqrt(0.5) / 0.85));
}

BOOST_AUTO_TEST_CASE(without_an_estimate_the_ratio_counts) {
  RefinedSpecimen unseen = a;
  unseen.first_grid.error_estimate = 0.;
  check(GridCorrection({unseen}).modulus({200., 0.15, none}), 160., 160. * 0.02);
  check(GridCorrection({unseen, b}).modulus({100., 0.1, none}), 82.5,
        82.5 * 0.025 + 100. * 0.05 * std::sqrt(0.5));
}

BOOST_AUTO_TEST_CASE(a_grid_that_was_not_refined_changes_nothing) {
  const RefinedSpecimen coarse = {{100., 0.1, 50.}, {100., 30.}, {50., none}, 0.5, none};
  const GridCorrection correction({coarse});
  check(correction.modulus({200., 0.2, 10.}), 200., 60.);
  const Value strength = correction.strength({200., 0.2, 10.});
  BOOST_TEST(strength.value == 10.);
  BOOST_TEST(std::isnan(strength.error));
}

BOOST_AUTO_TEST_CASE(strength_may_be_missing) {
  RefinedSpecimen plain = a, untorn = a;
  plain.first_grid.strength = plain.strength.value = plain.strength.error = none;
  untorn.first_grid.strength = untorn.strength.value = untorn.strength.error = infinity;
  // Those that have one count.
  check(GridCorrection({plain, a, untorn}).strength({1., 0.1, 60.}), 54., 1.08);
  const GridCorrection unknown({plain, untorn});
  BOOST_TEST(unknown.strength({1., 0.1, 60.}).value == 60.);
  BOOST_TEST(std::isnan(unknown.strength({1., 0.1, 60.}).error));
  BOOST_TEST(std::isnan(unknown.strength({1., 0.1, none}).value));
  BOOST_TEST(std::isinf(GridCorrection({a}).strength({1., 0.1, infinity}).value));
  // The modulus does not mind.
  check(unknown.modulus(a.first_grid), 80., 1.6);
}

BOOST_AUTO_TEST_SUITE_END()
