// SPDX-License-Identifier: LGPL-2.1-or-later
#include <solver/transport/migrasome_layer.h>

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <cmath>

using namespace lacuna;
using transport::Delivery;
using transport::migrasome_delivery;

BOOST_AUTO_TEST_SUITE(migrasome_layer)

namespace {

const auto tight = boost::test_tools::tolerance(1e-12);
constexpr double day = 86400.;

/** ∫ flux dt from 0 to `end` by Simpson's rule. */
double integrated_flux(const Delivery &layer, double end) {
  const unsigned int n = 4000;
  double sum = 0.;
  for (unsigned int i = 0; i < n; ++i)
    sum += layer.flux(end * i / n) + 4. * layer.flux(end * (i + 0.5) / n) +
           layer.flux(end * (i + 1) / n);
  return sum * end / (6. * n);
}

} // namespace

BOOST_AUTO_TEST_CASE(load_is_density_times_cargo) {
  // 10¹⁰ migrasomes per m² with 1000 molecules each.
  const Delivery layer = migrasome_delivery({true, 1e10, 1000., 10. * day, 0., 20. * day});
  BOOST_TEST(layer.load() == 1e13 / 6.02214076e23, tight);
}

BOOST_AUTO_TEST_CASE(all_of_the_load_is_released_or_engulfed) {
  for (const double leak : {0., 3. * day})
    for (const double engulf : {0., 20. * day}) {
      const Delivery layer = migrasome_delivery({true, 1e10, 1000., 10. * day, leak, engulf});
      BOOST_TEST(layer.engulfed(0.) == 0.);
      const double end = 400. * day;
      BOOST_TEST(layer.released(end) == integrated_flux(layer, end),
                 boost::test_tools::tolerance(1e-8));
      BOOST_TEST(integrated_flux(layer, end) + layer.engulfed(end) == layer.load(),
                 boost::test_tools::tolerance(1e-8));
      // Until any time, what has left is the share 1 − 2^(−t Σ 1/T).
      const double t = 4. * day;
      const double exponent =
          t * (1. / (10. * day) + (leak > 0. ? 1. / leak : 0.) + (engulf > 0. ? 1. / engulf : 0.));
      BOOST_TEST(integrated_flux(layer, t) + layer.engulfed(t) ==
                     layer.load() * (1. - std::exp2(-exponent)),
                 boost::test_tools::tolerance(1e-10));
    }
}

BOOST_AUTO_TEST_CASE(half_lives) {
  // A single process halves in its half-life.
  const Delivery rupture = migrasome_delivery({true, 1e10, 1000., 10. * day, 0., 0.});
  BOOST_TEST(rupture.flux(10. * day) == 0.5 * rupture.flux(0.), tight);
  BOOST_TEST(rupture.flux(0.) == rupture.load() * std::log(2.) / (10. * day), tight);
  BOOST_TEST(rupture.engulfed(100. * day) == 0.);
  const Delivery leak = migrasome_delivery({true, 1e10, 1000., 0., 10. * day, 0.});
  BOOST_TEST(leak.flux(7. * day) == rupture.flux(7. * day), tight);
  const Delivery engulf = migrasome_delivery({true, 1e10, 1000., 0., 0., 5. * day});
  BOOST_TEST(engulf.engulfed(5. * day) == 0.5 * engulf.load(), tight);
  BOOST_TEST(engulf.flux(day) == 0.);
  // Rates add up, and shares go by rates: 6 d and 3 d make 2 d, a third is ruptured.
  const Delivery both = migrasome_delivery({true, 1e10, 1000., 6. * day, 0., 3. * day});
  BOOST_TEST(both.flux(2. * day) == 0.5 * both.flux(0.), tight);
  BOOST_TEST(both.engulfed(1000. * day) == 2. / 3. * both.load(), tight);
}

BOOST_AUTO_TEST_CASE(nothing_happens_without_rates_or_migrasomes) {
  const Delivery inert = migrasome_delivery({true, 1e10, 1000., 0., 0., 0.});
  BOOST_TEST(inert.load() > 0.);
  const Delivery empty = migrasome_delivery({true, 0., 1000., 10. * day, 5. * day, 20. * day});
  BOOST_TEST(empty.load() == 0.);
  for (const double t : {0., day, 100. * day})
    for (const Delivery &layer : {inert, empty}) {
      BOOST_TEST(layer.flux(t) == 0.);
      BOOST_TEST(layer.engulfed(t) == 0.);
    }
}

BOOST_AUTO_TEST_CASE(larger_migrasomes_leak_more_slowly) {
  const Delivery same = migrasome_delivery({true, 1e10, 1000., 0., 10. * day, 0., 1.5e-6, 0.});
  const Delivery spread = migrasome_delivery({true, 1e10, 1000., 0., 10. * day, 0., 1.5e-6, 0.4});
  // The mean cargo stays where sizes differ.
  BOOST_TEST(spread.load() == same.load(), tight);
  BOOST_TEST(same.released(10. * day) == 0.5 * same.load(), tight);
  // Of lognormal sizes with cargo ∝ d³, 1/d has the mean exp(−5/2 σ²) over the median's.
  const double sigma = 0.1;
  const Delivery narrow = migrasome_delivery({true, 1e10, 1000., 0., 10. * day, 0., 1.5e-6, sigma});
  BOOST_TEST(narrow.flux(0.) == same.flux(0.) * std::exp(-2.5 * sigma * sigma),
             boost::test_tools::tolerance(1e-4));
  // Those of 3 µm are left at the end, at half the rate.
  BOOST_TEST(std::log(spread.flux(900. * day) / spread.flux(901. * day)) ==
                 0.5 * std::log(2.) / 10.,
             boost::test_tools::tolerance(0.1));
}

BOOST_AUTO_TEST_SUITE_END()
