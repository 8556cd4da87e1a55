// SPDX-License-Identifier: LGPL-2.1-or-later
#include <solver/transport/coating.h>
#include <solver/transport/patches.h>

#include <boost/test/unit_test.hpp>

#include <cmath>

using namespace lacuna;
using transport::Carried;
using transport::Delivery;

BOOST_AUTO_TEST_SUITE(coating)

namespace {

const auto close_to = [](double tolerance) { return boost::test_tools::tolerance(tolerance); };
constexpr double day = 86400.;

/** What carries BMP2 after these entries. */
Carried carried(const std::vector<params::Entry> &entries) {
  transport::CoatingParameters coating;
  transport::FactorParameters factor{"BMP2"};
  params::Registry registry;
  coating.declare(registry);
  factor.declare(registry);
  registry.read(entries);
  coating.check(registry);
  return transport::carry(coating, factor);
}

params::Entry entry(const std::string &section, const std::string &key, const std::string &value) {
  return {section, key, value, "a.prm", 1};
}

const params::Entry migrasomes_enabled = entry("Migrasomes", "Enabled", "true");

params::Entry kind(const std::string &name) {
  return entry("Coating", "Kind", name);
}

} // namespace

BOOST_AUTO_TEST_CASE(kinds) {
  BOOST_TEST(carried({}).delivery.load() == 0.);
  const double dose = 1e13 / 6.02214076e23;
  // The defaults of all coatings hold as much.
  for (const char *name : {"migrasomes", "adsorbed", "exosomes"})
    BOOST_TEST(carried({kind(name)}).delivery.load() == dose, close_to(1e-12));
  BOOST_TEST(carried({migrasomes_enabled}).delivery.load() == dose, close_to(1e-12));
  BOOST_TEST(carried({migrasomes_enabled, kind("migrasomes")}).delivery.load() == dose,
             close_to(1e-12));
  BOOST_CHECK_THROW(carried({migrasomes_enabled, kind("adsorbed")}), params::InputError);
  const Carried soaked = carried({kind("soaked"), entry("Factor BMP2", "Relative load", "3")});
  BOOST_TEST(soaked.delivery.load() == 0.);
  BOOST_TEST(soaked.soaked == 6e-6, close_to(1e-12));
  BOOST_TEST(
      carried({kind("adsorbed"), entry("Factor BMP2", "Relative load", "0")}).delivery.load() ==
      0.);
}

BOOST_AUTO_TEST_CASE(a_burst_and_a_constant_rate) {
  const Delivery delivery = carried({kind("adsorbed")}).delivery;
  const double load = delivery.load();
  // 30 % with a half-life of 2 h, the rest at 0.1 /d.
  BOOST_TEST(delivery.released(2. * 3600.) == load * (0.3 * 0.5 + 0.7 * -std::expm1(-0.1 / 12.)),
             close_to(1e-12));
  BOOST_TEST(delivery.flux(day) == load * (0.3 * std::log(2.) / 7200. * std::exp2(-12.) +
                                           0.7 * 0.1 / day * std::exp(-0.1)),
             close_to(1e-12));
  BOOST_TEST(delivery.released(1000. * day) == load, close_to(1e-12));
  BOOST_TEST(delivery.engulfed(day) == 0.);
}

BOOST_AUTO_TEST_CASE(a_power_law) {
  const Delivery delivery =
      carried({kind("adsorbed"), entry("Adsorbed", "Law", "power law"),
               entry("Adsorbed", "Exponent", "0.5"), entry("Adsorbed", "Whole time", "16 d")})
          .delivery;
  const double load = delivery.load();
  BOOST_TEST(delivery.released(0.) == 0.);
  BOOST_TEST(delivery.released(day) == 0.25 * load, close_to(1e-12));
  BOOST_TEST(delivery.released(4. * day) == 0.5 * load, close_to(1e-12));
  BOOST_TEST(delivery.released(100. * day) == load, close_to(1e-12));
  const double t = 4. * day, e = 10.;
  BOOST_TEST(delivery.flux(t) == (delivery.released(t + e) - delivery.released(t - e)) / (2. * e),
             close_to(1e-6));
  BOOST_TEST(std::isfinite(delivery.flux(0.)));
  BOOST_TEST(delivery.flux(17. * day) == 0.);
}

BOOST_AUTO_TEST_CASE(vesicles_carry_the_factor_whole) {
  const Carried exosomes = carried({kind("exosomes"), entry("Exosomes", "Diameter", "50 nm"),
                                    entry("Factor BMP2", "Binding sites", "1 uM")});
  BOOST_TEST(exosomes.factor.diffusivity == 1.3e-11, close_to(0.02));
  BOOST_TEST(exosomes.factor.half_life == 0.);
  BOOST_TEST(!exosomes.factor.binding.exists());
  BOOST_TEST(exosomes.factor.threshold == 1.9e-6, close_to(1e-12));
  // Half as many vesicles as saturate half give a third of the largest rate, 10 molecules each.
  const auto uptake = exosomes.factor.uptake(5e8);
  const double half = 0.5 * 1e15 * 10. / 6.02214076e23;
  BOOST_TEST(uptake.flux(half) == 5e8 * 0.1 * 10. / 6.02214076e23 / 3., close_to(1e-12));
  BOOST_TEST(exosomes.delivery.released(2. * day) == 0.5 * exosomes.delivery.load(),
             close_to(1e-12));
}

BOOST_AUTO_TEST_CASE(patches_cover_their_share) {
  const double size = 300e-6;
  for (const double coverage : {0.2, 0.5, 0.9}) {
    const transport::Patches patches(coverage, size, 7), again(coverage, size, 7),
        other(coverage, size, 8);
    unsigned int covered = 0, differ = 0;
    bool same = true;
    constexpr unsigned int n = 30;
    for (unsigned int i = 0; i < n * n * n; ++i) {
      const geometry::Point x(0.37 * size * (i % n), 0.41 * size * (i / n % n),
                              0.43 * size * (i / (n * n)));
      covered += patches.cover(x);
      differ += patches.cover(x) != other.cover(x);
      same = same && patches.cover(x) == again.cover(x);
    }
    const double share = double(covered) / (n * n * n);
    BOOST_TEST(std::abs(share - coverage) < 0.02);
    BOOST_TEST(same);
    // As often as for independent patterns.
    BOOST_TEST(std::abs(double(differ) / (n * n * n) - 2. * coverage * (1. - coverage)) < 0.04);
  }
  BOOST_TEST(transport::Patches(1., size, 7).cover(geometry::Point(1, 2, 3)));
}

BOOST_AUTO_TEST_SUITE_END()
