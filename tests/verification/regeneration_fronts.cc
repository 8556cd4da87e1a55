// SPDX-License-Identifier: LGPL-2.1-or-later
// Fronts of tissue: Fisher's, its exact wave (Ablowitz & Zeppetella 1979, 10.1007/BF02462380), the
// porous Fisher front of osteoblasts (Murray, Mathematical Biology I, 13.4) without and with death,
// Buenzli's closing square (10.1016/j.actbio.2020.07.010, its code: T = 4.03 / r), an absorbing rim
// (Skellam 1951, 10.1093/biomet/38.1-2.196), and a front that must stay round.
#include <tests/messages.h>
#include <tests/verification/regeneration_pores.h>

#include <boost/test/unit_test.hpp>

#include <fmt/format.h>

#include <cmath>

using namespace lacuna;
using namespace lacuna::tests;
using geometry::Point;
using operators::Vector;
using regeneration::Growth;
using regeneration::Kinetics;

BOOST_AUTO_TEST_SUITE(regeneration_fronts)

namespace {

/** Where along x a field falls below a level, linear between nodes of a bar one cell wide. */
double front(const OpenPore &bar, const Vector &x, double level, double cell_size) {
  const double inside = bar.largest(
      [&](unsigned int i) { return x.local_element(i) > level ? bar.positions[i][0] : 0.; });
  const auto value_at = [&](double place) {
    return bar.largest([&](unsigned int i) {
      return std::abs(bar.positions[i][0] - place) < 0.1 * cell_size ? x.local_element(i) : -1.;
    });
  };
  const double a = value_at(inside), b = value_at(inside + cell_size);
  return inside + cell_size * (a - level) / (a - b);
}

/** Speed (m/s) of osteoblasts along a bar between two times. */
double osteoblast_speed(const Kinetics &kinetics, double cell_size, double from, double to) {
  OpenPore bar({1200 * um, cell_size, cell_size}, cell_size);
  Growth growth(bar.site, kinetics, no_host(), no_stimulus, 5e-3);
  growth.start(bar.tissue([](const Point &x) { return x[0] < 100 * um ? 1. : 0.; }, nothing));
  const double level = 0.5 * (1. - kinetics.osteoblast_death / kinetics.osteoblast_growth);
  growth.advance_to(from);
  const double before = front(bar, growth.tissue().osteoblasts, level, cell_size);
  growth.advance_to(to);
  BOOST_TEST(growth.balance_error() < 1e-10);
  BOOST_TEST(growth.osteoblasts().refilled < 1e-6 * growth.osteoblasts().turnover());
  return (front(bar, growth.tissue().osteoblasts, level, cell_size) - before) / (to - from);
}

} // namespace

BOOST_AUTO_TEST_CASE(osteoblasts_advance_as_a_porous_fisher_front) {
  Kinetics k = default_kinetics();
  const double exact = std::sqrt(0.5 * k.osteoblast_motility * k.osteoblast_growth);
  k.osteoblast_death = 0.;
  const double speed = osteoblast_speed(k, 12.5 * um, 40 * day, 80 * day);
  message(fmt::format("porous Fisher front: {:.3f} um/d, exact {:.3f}", speed * day / um,
                      exact * day / um));
  BOOST_TEST(speed == exact, close_to(0.02));
  const double coarse = osteoblast_speed(k, 25 * um, 40 * day, 80 * day);
  message(fmt::format("with cells of 25 um: {:.3f} um/d", coarse * day / um));
  BOOST_TEST(coarse == exact, close_to(0.02));
}

BOOST_AUTO_TEST_CASE(death_slows_them) {
  const Kinetics k = default_kinetics();
  // b = b* f(x, (r - delta) t): the speed is that of D b*, r - delta
  const double share = 1. - k.osteoblast_death / k.osteoblast_growth;
  const double exact = share * std::sqrt(0.5 * k.osteoblast_motility * k.osteoblast_growth);
  const double speed = osteoblast_speed(k, 12.5 * um, 40 * day, 80 * day);
  message(fmt::format("with death: {:.3f} um/d, exact {:.3f}", speed * day / um, exact * day / um));
  BOOST_TEST(speed == exact, close_to(0.02));
}

BOOST_AUTO_TEST_CASE(progenitors_advance_as_a_fisher_front) {
  const Kinetics k = default_kinetics();
  const double h = 25 * um, length = std::sqrt(k.progenitor_motility / k.progenitor_growth);
  OpenPore bar({10e-3, h, h}, h);
  Growth growth(bar.site, k, no_host(), no_stimulus, 2e-3);
  growth.start(bar.tissue(nothing, [](const Point &x) { return x[0] < 200 * um ? 1. : 0.; }));
  growth.advance_to(20 * day);
  const double before = front(bar, growth.tissue().progenitors, 0.5, h);
  growth.advance_to(50 * day);
  const double way = front(bar, growth.tissue().progenitors, 0.5, h) - before;
  // Bramson's logarithm is what a front lags behind until it has its own shape.
  const double c = 2. * std::sqrt(k.progenitor_motility * k.progenitor_growth);
  const double exact = c * 30 * day - 1.5 * length * std::log(50. / 20.);
  message(fmt::format("Fisher front: {:.1f} um/d over 30 d, exact {:.1f}, in the end {:.1f}; {} "
                      "steps, {} iterations",
                      way / 30 / um, exact / 30 / um, c * day / um, growth.n_steps(),
                      growth.n_iterations()));
  BOOST_TEST(way == exact, close_to(0.02));
  BOOST_TEST(growth.balance_error() < 1e-10);
}

BOOST_AUTO_TEST_CASE(errors_fall_with_the_square_of_cells_and_steps) {
  Kinetics k = default_kinetics();
  const double D = k.progenitor_motility, r = k.progenitor_growth, length = std::sqrt(6. * D / r),
               speed = 5. / std::sqrt(6.) * std::sqrt(D * r), end = 4 * day;
  const auto exact = [&](double x, double t) {
    const double e = 1. + std::exp((x - 4e-3 - speed * t) / length);
    return 1. / (e * e);
  };
  const auto error = [&](double h, double tolerance) {
    OpenPore bar({9e-3, h, h}, h);
    Growth growth(bar.site, k, no_host(), no_stimulus, tolerance);
    growth.start(bar.tissue(nothing, [&](const Point &x) { return exact(x[0], 0.); }));
    growth.advance_to(end);
    return bar.largest([&](unsigned int i) {
      return std::abs(growth.tissue().progenitors.local_element(i) -
                      exact(bar.positions[i][0], end));
    });
  };
  const double coarse = error(200 * um, 1e-5), fine = error(100 * um, 1e-5);
  message(fmt::format("cells of 200, 100 um: errors {:.2e}, {:.2e}", coarse, fine));
  BOOST_TEST(coarse / fine > 3.4);
  // The step goes with the root of the tolerance, the error with the square of the step.
  const double loose = error(25 * um, 1.6e-2), tight = error(25 * um, 1e-3);
  message(fmt::format("tolerances of 1.6e-2, 1e-3: errors {:.2e}, {:.2e}", loose, tight));
  BOOST_TEST(loose / tight > 6.);
}

BOOST_AUTO_TEST_CASE(a_square_closes_when_it_should) {
  // Edges multiply by themselves: as nodes of so much volume that no flux counts.
  const unsigned int n = 50;
  const double side = 500 * um, h = side / n;
  Kinetics k = default_kinetics();
  k.osteoblast_death = 0.;
  k.osteoblast_motility = 0.02 * k.osteoblast_growth * side * side;
  OpenPore pore({side, side, h}, h);
  const auto is_edge = [&](const Point &x) {
    return std::min({x[0], x[1], side - x[0], side - x[1]}) < 0.1 * h;
  };
  for (unsigned int i = 0; i < pore.space.n_owned_nodes(); ++i)
    if (is_edge(pore.positions[i]))
      pore.site.volume.local_element(i) *= 1e9;
  Growth growth(pore.site, k, no_host(), no_stimulus, 2e-3);
  growth.start(pore.tissue([&](const Point &x) { return is_edge(x) ? 0.5 : 0.; }, nothing));
  double before = 0., bridged = 0.;
  for (double t = 3.8; t < 4.4 && bridged == 0.; t += 0.05) {
    growth.advance_to(t / k.osteoblast_growth);
    const double lowest = -pore.largest(
        [&](unsigned int i) { return -growth.tissue().osteoblasts.local_element(i); });
    if (lowest >= 0.5)
      bridged = t - 0.05 * (lowest - 0.5) / (lowest - before);
    before = lowest;
  }
  message(fmt::format("the square is bridged after {:.3f} / r", bridged));
  BOOST_TEST(bridged == 4.03, close_to(0.01));
}

BOOST_AUTO_TEST_CASE(a_front_stays_round) {
  const double h = 20 * um, side = 600 * um;
  Kinetics k = default_kinetics();
  OpenPore pore({side, side, h}, h);
  Growth growth(pore.site, k, no_host(), no_stimulus, 5e-3);
  growth.start(pore.tissue(
      [&](const Point &x) { return std::hypot(x[0], x[1]) < 150 * um ? 1. : 0.; }, nothing));
  growth.advance_to(60 * day);
  const Vector &b = growth.tissue().osteoblasts;
  const double level = 0.3;
  const auto along = [&](double dx, double dy) { // last crossing between neighbours on a line
    const double spacing = h * std::hypot(dx, dy);
    const auto place = [&](unsigned int i) {
      const Point &x = pore.positions[i];
      const bool on_line = std::abs(x[0] * dy - x[1] * dx) < 0.1 * h && x[2] < 0.5 * h;
      return on_line ? std::hypot(x[0], x[1]) : -1.;
    };
    const double inside =
        pore.largest([&](unsigned int i) { return b.local_element(i) > level ? place(i) : -1.; });
    const auto value = [&](double at) {
      return pore.largest([&](unsigned int i) {
        return std::abs(place(i) - at) < 0.1 * h ? b.local_element(i) : -1.;
      });
    };
    const double in = value(inside), out = value(inside + spacing);
    return inside + spacing * (in - level) / (in - out);
  };
  const double axis = along(1, 0), diagonal = along(1, 1);
  message(fmt::format("front at {:.1f} um along an axis, {:.1f} um along the diagonal", axis / um,
                      diagonal / um));
  BOOST_TEST(diagonal == axis, close_to(0.01));
}

BOOST_AUTO_TEST_CASE(a_disc_is_as_its_radius) {
  const Kinetics k = default_kinetics();
  const regeneration::HostParameters host = no_host();
  const double radius = 2e-3, F = 0.01 / day, end = 56 * day, h = 50 * um;
  OpenPore pore({radius + h, radius + h, h}, h);
  const auto from_axis = [](const Point &x) { return std::hypot(x[0], x[1]); };
  for (unsigned int i = 0; i < pore.space.n_owned_nodes(); ++i)
    pore.site.at_rim[i] = from_axis(pore.positions[i]) > radius - 0.5 * h;
  Growth growth(
      pore.site, k, host,
      [&](double) {
        return regeneration::Stimulus{F, 0., 0.};
      },
      5e-3);
  growth.start(pore.tissue(nothing, nothing));
  growth.advance_to(end);

  // The same along the radius: rings of finite volumes, explicit in time.
  const double dr = 10 * um, dt = 0.2 * dr * dr / k.progenitor_motility;
  const unsigned int n = std::lround(radius / dr);
  std::vector<double> m(n + 1, 0.), b(n + 1, 0.), w(n + 1, 0.);
  for (double t = 0.; t < end; t += dt) {
    b[n] = 1.;
    m[n] = t < host.rim_supply ? host.rim_progenitors : m[n - 1];
    std::vector<double> next_m = m, next_b = b;
    for (unsigned int i = 0; i < n; ++i) {
      const double outer = i + 1., inner = i, ring = (i + 0.5) * dr * dr;
      const unsigned int before = i > 0 ? i - 1 : 0;
      next_m[i] += dt * (k.progenitor_motility / ring *
                             (outer * (m[i + 1] - m[i]) - inner * (m[i] - m[before])) +
                         k.progenitor_growth * m[i] * (1. - m[i] - b[i]) - F * m[i]);
      const auto square = [&](unsigned int j) { return 0.5 * b[j] * b[j]; };
      next_b[i] +=
          dt * (k.osteoblast_motility / ring *
                    (outer * (square(i + 1) - square(i)) - inner * (square(i) - square(before))) +
                k.osteoblast_growth * b[i] * (1. - b[i]) + F * m[i] - k.osteoblast_death * b[i]);
      w[i] += dt * k.matrix_rate * b[i] * (1. - w[i]);
    }
    m = next_m;
    b = next_b;
  }

  for (const auto &[from, to] : {std::pair(0., 1e-3), std::pair(1e-3, 1.9e-3)}) {
    double sums[2] = {0., 0.}, ring = 0., rings = 0.;
    for (unsigned int i = 0; i < pore.space.n_owned_nodes(); ++i)
      if (from_axis(pore.positions[i]) >= from && from_axis(pore.positions[i]) < to) {
        const double volume = pore.site.volume.local_element(i);
        sums[0] += volume * growth.tissue().bone.local_element(i);
        sums[1] += volume;
      }
    dealii::Utilities::MPI::sum(sums, MPI_COMM_WORLD, sums);
    for (unsigned int i = 0; i < n; ++i)
      if ((i + 0.5) * dr >= from && (i + 0.5) * dr < to) {
        ring += (i + 0.5) * w[i];
        rings += i + 0.5;
      }
    message(
        fmt::format("bone from {:.1f} to {:.1f} mm from the axis: {:.3f}, along the radius {:.3f}",
                    1e3 * from, 1e3 * to, sums[0] / sums[1], ring / rings));
    BOOST_TEST(sums[0] / sums[1] == ring / rings, close_to(0.03));
  }
}

BOOST_AUTO_TEST_CASE(patches_below_the_threshold_die_out) {
  Kinetics k = default_kinetics();
  k.osteoblast_motility = 0.; // bone of the rim stays there
  const double h = 25 * um;
  const double critical = 2.404826 * std::sqrt(k.progenitor_motility / k.progenitor_growth);
  BOOST_TEST(critical / um == 335., close_to(0.01));
  const auto grows = [&](double radius) {
    OpenPore pore({450 * um, 450 * um, h}, h);
    regeneration::HostParameters host = no_host();
    host.rim_progenitors = 0.;
    host.rim_supply = 1e3 * day;
    for (unsigned int i = 0; i < pore.space.n_owned_nodes(); ++i)
      pore.site.at_rim[i] = std::hypot(pore.positions[i][0], pore.positions[i][1]) >= radius;
    Growth growth(pore.site, k, host, no_stimulus, 5e-3);
    growth.start(pore.tissue(nothing, [](const Point &) { return 1e-3; }));
    growth.advance_to(40 * day);
    const double before = growth.amount(growth.tissue().progenitors);
    growth.advance_to(60 * day);
    BOOST_TEST(growth.balance_error() < 1e-10);
    return growth.amount(growth.tissue().progenitors) > before;
  };
  BOOST_TEST(!grows(0.92 * critical));
  BOOST_TEST(grows(1.08 * critical));
}

BOOST_AUTO_TEST_SUITE_END()
