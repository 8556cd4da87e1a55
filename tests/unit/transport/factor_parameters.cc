// SPDX-License-Identifier: LGPL-2.1-or-later
#include <solver/transport/factor_parameters.h>

#include <boost/test/unit_test.hpp>

#include <cmath>

using namespace lacuna;
using transport::FactorParameters;

BOOST_AUTO_TEST_SUITE(factor_parameters)

namespace {

constexpr double boltzmann = 1.380649e-23, temperature = 310.15, viscosity = 0.691e-3;

/** D = kT/(6πηr) in water at 37 °C. */
double stokes_einstein(double radius) {
  return boltzmann * temperature / (6. * M_PI * viscosity * radius);
}

FactorParameters factor(const std::string &name, const std::vector<params::Entry> &entries = {}) {
  FactorParameters result{name};
  params::Registry registry;
  result.declare(registry);
  registry.read(entries);
  result.check(registry);
  return result;
}

} // namespace

BOOST_AUTO_TEST_CASE(the_library_needs_no_keys) {
  BOOST_TEST(transport::known_factors().size() == 4u);
  for (const std::string &name : transport::known_factors())
    BOOST_CHECK_NO_THROW(factor(name));
  const auto tolerance = boost::test_tools::tolerance(0.03);
  BOOST_TEST(factor("BMP2").diffusivity == stokes_einstein(2.4e-9), tolerance);
  BOOST_TEST(factor("VEGF165").diffusivity == stokes_einstein(3.0e-9), tolerance);
  BOOST_TEST(factor("CXCL12").diffusivity == stokes_einstein(1.6e-9), tolerance);
  BOOST_TEST(factor("vesicles").diffusivity == stokes_einstein(50e-9), tolerance);
  // mol/m³ from ng/mL and kDa: 1e-6 kg/m³ over kg/mol.
  BOOST_TEST(factor("BMP2").threshold == 50e-6 / 26., tolerance);
  BOOST_TEST(factor("VEGF165").threshold == 2e-6 / 45., tolerance);
  BOOST_TEST(factor("CXCL12").threshold == 10e-6 / 8., tolerance);
  // A half-life leaves a third after an hour.
  BOOST_TEST(std::exp2(-3600. / factor("CXCL12").half_life) == 1. / 3., tolerance);
}

BOOST_AUTO_TEST_CASE(other_factors_need_their_diffusivity) {
  BOOST_CHECK_THROW(factor("BMP7"), params::InputError);
  BOOST_CHECK_THROW(factor("BMP2", {{"Factor BMP2", "Diffusivity", "0", "a.prm", 3}}),
                    params::InputError);
  const auto other = factor("BMP7", {{"Factor BMP7", "Diffusivity", "1e-10 m^2/s", "a.prm", 3}});
  BOOST_TEST(other.diffusivity == 1e-10);
  BOOST_TEST(other.half_life == 0.);
}

BOOST_AUTO_TEST_SUITE_END()
