// SPDX-License-Identifier: LGPL-2.1-or-later
#include <solver/transport/coating.h>
#include <solver/transport/patches.h>
#include <tests/messages.h>

#include <boost/test/unit_test.hpp>

#include <cmath>

using namespace lacuna;
using tests::close_to;
using transport::Carried;
using transport::Delivery;

BOOST_AUTO_TEST_SUITE(coating)

namespace {

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
                                    entry("Exosomes", "Diameter spread", "0"),
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

BOOST_AUTO_TEST_CASE(vesicles_differ_in_size) {
  const auto diffusivity = [](const char *spread) {
    return carried({kind("exosomes"), entry("Exosomes", "Diameter", "80 nm"),
                    entry("Exosomes", "Diameter spread", spread)})
        .factor.diffusivity;
  };
  BOOST_TEST(diffusivity("0") == transport::diffusivity_in_water(80e-9), close_to(1e-12));
  // Of lognormal sizes with cargo ∝ d³, d has the mean exp(7/2 σ²) over the median.
  BOOST_TEST(diffusivity("0.1") == diffusivity("0") * std::exp(-0.035), close_to(1e-3));
  // Spread evenly over the logarithm from a to b, d has the mean 3/4 (b⁴ − a⁴) / (b³ − a³).
  const double a = 40e-9, b = 150e-9;
  transport::ExosomeParameters wide{};
  wide.diameter = 80e-9;
  wide.diameter_spread = 1e3;
  const double mean = 0.75 * (std::pow(b, 4) - std::pow(a, 4)) / (std::pow(b, 3) - std::pow(a, 3));
  BOOST_TEST(wide.diffusivity() == transport::diffusivity_in_water(mean), close_to(2e-3));
}

BOOST_AUTO_TEST_CASE(cells_deposit_the_layer) {
  transport::CoatingParameters coating;
  params::Registry registry;
  coating.declare(registry);
  const auto read = [&](const std::vector<params::Entry> &entries) {
    registry.read(entries);
    coating.check(registry);
  };
  read({kind("migrasomes")});
  BOOST_TEST(coating.covered_share() == 1.);
  BOOST_TEST(coating.layer().areal_density == 1e10, close_to(1e-12));
  read({entry("Culture", "Layer", "deposited")});
  BOOST_TEST(coating.covered_share() == 0.99, close_to(1e-12));
  BOOST_TEST(coating.layer().areal_density == 1e10, close_to(0.05));
  // Against the logistic law by small steps of its differential equation.
  const auto integrated = [](double days, double seeding) {
    const double g = (std::log(99.) - std::log(seeding / (1. - seeding))) / 14.;
    const unsigned int n = 200000;
    double theta = seeding, sum = 0.;
    for (unsigned int i = 0; i < n; ++i) {
      const double dt = days / n, before = theta;
      const double middle = theta + 0.5 * dt * g * theta * (1. - theta);
      theta += dt * g * middle * (1. - middle);
      sum += 0.5 * dt * (before + theta);
    }
    return std::make_pair(theta, sum);
  };
  for (const int days : {3, 14, 30}) {
    read({entry("Culture", "Duration", std::to_string(days) + " d"),
          entry("Culture", "Seeding coverage", "10 %"), entry("Culture", "Removal loss", "40 %")});
    const auto [theta, covered_days] = integrated(days, 0.1);
    BOOST_TEST(coating.covered_share() == theta, close_to(1e-6));
    // Three a day of 5e8 cells on a covered m², 60 % of which stay.
    BOOST_TEST(coating.layer().areal_density * theta == 0.6 * 3. * 5e8 * covered_days,
               close_to(1e-6));
  }
  const double induced = coating.layer().areal_density;
  read({entry("Culture", "Condition", "plain medium"),
        entry("Culture", "Plain medium share", "25 %")});
  BOOST_TEST(coating.layer().areal_density == 0.25 * induced, close_to(1e-12));
  // Other coatings know nothing of it.
  read({kind("adsorbed")});
  BOOST_TEST(coating.covered_share() == 1.);
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

BOOST_AUTO_TEST_CASE(what_is_held_of_a_delivery) {
  const Delivery portions({{2e-9, 1e-3, 2e-4}, {1e-9, 1e-6}, {3e-9, 5.}}),
      power({}, {2e-9, 3. * day, 0.45});
  for (const Delivery &delivery : {portions, power})
    for (const double rate : {0., 1e-9, 1e-6, 1.2e-3, 0.7, 1e3})
      for (const auto &[from, to] : {std::pair{0., 1.},
                                     {0., 2. * day},
                                     {3600., 3700.},
                                     {day, 20. * day},
                                     {4. * day, 5. * day}}) {
        // d held/dt = flux − λ held, integrated; and Simpson's rule for the other integral.
        const double released = delivery.released(to) - delivery.released(from);
        const double held = delivery.held(rate, from, to),
                     integral = delivery.held_integral(rate, from, to);
        BOOST_TEST(std::abs(held + rate * integral - released) <= 1e-13 * delivery.load());
        BOOST_TEST(held >= -1e-13 * delivery.load());
        const double middle = 0.5 * (from + to);
        BOOST_TEST(std::abs(held - delivery.held(rate, middle, to) -
                            std::exp(-rate * (to - middle)) * delivery.held(rate, from, middle)) <=
                   1e-13 * delivery.load());
      }
  // Of a slow delivery λ held is the flux.
  BOOST_TEST(0.7 * power.held(0.7, 0., 2. * day) == power.flux(2. * day), close_to(1e-5));
  BOOST_TEST(power.held_integral(0., 0., day) == 2e-9 * std::pow(1. / 3., 0.45) * day / 1.45,
             close_to(1e-12));
}

BOOST_AUTO_TEST_SUITE_END()
