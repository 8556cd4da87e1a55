// SPDX-License-Identifier: LGPL-2.1-or-later
// Tissue led by curvature: circle and sphere close at R²/(2A), R²/(4A); what is flat or convex
// rests; a speed of its own; square and cross lose 2πA and 4πA of area a second (∫κ⁺ ds of their
// corners), as cells in vitro fill a cross twice as fast at first (Bidan et al. 2013).
#include <meshes/geometry/shapes/csg.h>
#include <solver/regeneration/culture.h>
#include <tests/messages.h>
#include <tests/verification/regeneration_pores.h>

#include <boost/test/unit_test.hpp>

#include <fmt/format.h>

#include <cmath>

using namespace lacuna;
using namespace lacuna::tests;
using geometry::Point;
using regeneration::Front;
using regeneration::FrontParameters;

BOOST_AUTO_TEST_SUITE(regeneration_closure)

namespace {

constexpr double mobility = 3456 * um * um / day;

/** A box and the tissue in it, mirrored at its faces. */
struct Tissue {
  Tissue(const Point &size, double cell_size, const FrontParameters &parameters,
         const std::function<double(const Point &)> &depth)
      : pore(size, cell_size), front(pore.site, parameters) {
    operators::Vector at_start = pore.space.make_vector(1);
    for (unsigned int i = 0; i < pore.space.n_owned_nodes(); ++i)
      at_start.local_element(i) = depth(pore.positions[i]);
    front.start(at_start);
  }

  /** Open volume lost a second between two times. */
  double loss(double from, double to) {
    front.advance_to(from);
    const double before = front.open();
    front.advance_to(to);
    return (before - front.open()) / (to - from);
  }

  OpenPore pore;
  Front front;
};

FrontParameters by_curvature(double width) {
  return {0., mobility, width, 0.};
}

/** When (s) a circle is closed. */
double closing_time(double radius, double cell_size, double width) {
  const double side = radius + 4. * width;
  Tissue circle({side, side, cell_size}, cell_size, by_curvature(width),
                [&](const Point &x) { return std::hypot(x[0], x[1]) - radius; });
  circle.front.advance_to(0.6 * radius * radius / mobility);
  BOOST_TEST(circle.front.open() == 0.);
  return circle.front.closed_at();
}

/** Distance to a rectangle around the origin, negative in it. */
double to_rectangle(const Point &x, double a, double b) {
  const double dx = x[0] - a, dy = x[1] - b;
  return std::max(dx, dy) <= 0. ? std::max(dx, dy) : std::hypot(std::max(dx, 0.), std::max(dy, 0.));
}

} // namespace

BOOST_AUTO_TEST_CASE(a_circle_closes_when_it_should) {
  const double radius = 500 * um, exact = 0.5 * radius * radius / mobility;
  BOOST_TEST(exact / day == 36.2, close_to(0.001));
  const auto error = [&](double h, double w) {
    const double relative = closing_time(radius, h, w) / exact - 1.;
    message(fmt::format("a circle of 500 um, cells of {:.1f} um, width {:.1f} um: closes {:+.1f} %",
                        h / um, w / um, 100. * relative));
    return relative;
  };
  const double wide = error(25 * um, 62.5 * um), narrow = error(12.5 * um, 31.25 * um);
  BOOST_TEST(std::abs(narrow) < 0.02);
  BOOST_TEST(std::abs(wide) > 3. * std::abs(narrow));
  // In cells alone, too.
  const double coarse = error(25 * um, 50 * um), fine = error(12.5 * um, 50 * um),
               finest = error(6.25 * um, 50 * um);
  BOOST_TEST(std::abs(coarse - fine) > 3. * std::abs(fine - finest));
}

BOOST_AUTO_TEST_CASE(a_sphere_closes_when_it_should) {
  const double radius = 500 * um, h = 20 * um;
  Tissue sphere({700 * um, 700 * um, 700 * um}, h, by_curvature(2.5 * h),
                [&](const Point &x) { return x.norm() - radius; });
  const auto squared_radius = [&](double time) {
    sphere.front.advance_to(time);
    return std::pow(6. / M_PI * sphere.front.open(), 2. / 3.);
  };
  const double slope = (squared_radius(2 * day) - squared_radius(10 * day)) / (8 * day);
  message(fmt::format("a sphere loses {:.3f} A of its squared radius", slope / mobility));
  BOOST_TEST(slope == 4. * mobility, close_to(0.02));
}

BOOST_AUTO_TEST_CASE(what_is_flat_or_convex_rests) {
  const double h = 12.5 * um;
  Tissue flat({400 * um, h, h}, h, by_curvature(2.5 * h),
              [](const Point &x) { return 203 * um - x[0]; });
  const double way = flat.loss(0., 56 * day) * 56 * day / (h * h);
  message(fmt::format("a flat front creeps by {:.2f} um in 56 d", way / um));
  BOOST_TEST(std::abs(way) < 0.5 * um);
  const double side = 300 * um;
  Tissue disc({side, side, h}, h, by_curvature(2.5 * h),
              [](const Point &x) { return 150 * um - std::hypot(x[0], x[1]); });
  const double grown = disc.loss(0., 56 * day) * 56 * day / (0.5 * M_PI * 150 * um * h);
  BOOST_TEST(std::abs(grown) < 0.5 * um);
}

BOOST_AUTO_TEST_CASE(a_front_has_a_speed_of_its_own) {
  const double h = 12.5 * um;
  for (const double A : {0., mobility}) {
    Tissue flat({500 * um, h, h}, h, {5 * um / day, A, 2.5 * h, 0.},
                [](const Point &x) { return 103 * um - x[0]; });
    const double speed = flat.loss(5 * day, 55 * day) / (h * h);
    message(fmt::format("a front of 5 um/d, A {:.0f} um^2/d: {:.3f} um/d", A * day / (um * um),
                        speed * day / um));
    BOOST_TEST(speed == 5 * um / day, close_to(A > 0. ? 0.02 : 1e-3));
  }
}

BOOST_AUTO_TEST_CASE(a_cross_fills_twice_as_fast_as_a_square) {
  const double h = 12.5 * um, layer = 10 * um, half = 250 * um, arm = 125 * um, reach = 375 * um;
  Tissue square({half + 4 * h, half + 4 * h, h}, h, by_curvature(2. * h),
                [&](const Point &x) { return layer + to_rectangle(x, half, half); });
  BOOST_TEST(square.front.open() == std::pow(half - layer, 2) * h, close_to(0.005));
  Tissue cross({reach + 4 * h, reach + 4 * h, h}, h, by_curvature(2. * h), [&](const Point &x) {
    return layer + std::min(to_rectangle(x, reach, arm), to_rectangle(x, arm, reach));
  });
  const double of_cross = cross.loss(0.5 * day, 2 * day) / (0.5 * M_PI * mobility * h),
               of_square = square.loss(2 * day, 7 * day) / (0.5 * M_PI * mobility * h);
  message(fmt::format("area lost over 2 pi A: {:.3f} of a square, {:.3f} of a cross", of_square,
                      of_cross));
  BOOST_TEST(of_square == 1., close_to(0.02));
  BOOST_TEST(of_cross == 2., close_to(0.03));
}

BOOST_AUTO_TEST_CASE(a_channel_of_a_periodic_cell_closes) {
  const double radius = 200 * um, side = 600 * um, layer = 10 * um;
  geometry::Scaffold scaffold{};
  scaffold.open_solid = scaffold.solid =
      std::make_shared<geometry::Complement>(std::make_shared<geometry::Cylinder>(
          Point(side / 2, side / 2, 0), dealii::Tensor<1, 3>({0, 0, 1}), radius));
  scaffold.box = octree::Box({Point(), Point(side, side, side / 6)});
  scaffold.periodic = true;
  regeneration::RegenerationParameters p;
  params::Registry registry;
  p.declare(registry);
  p.model = regeneration::Model::front;
  p.cell_size = 12.5 * um;
  p.duration = 10 * day;
  p.front.width = 25 * um;
  const regeneration::Culture culture(MPI_COMM_WORLD, scaffold, p);
  const auto found = culture.fill([](double) {});
  const double open = std::pow(1. - layer / radius, 2);
  BOOST_TEST(found.history.size() == 11u);
  BOOST_TEST(1. - found.history.front().tissue == open, close_to(0.005));
  BOOST_TEST(found.history.back().tissue == 1.);
  const double filled = found.history[3].tissue - found.history[0].tissue;
  BOOST_TEST(filled == 6 * day * p.front.mobility / (radius * radius), close_to(0.02));
  const double exact = 0.5 * std::pow(radius - layer, 2) / p.front.mobility;
  message(fmt::format("a channel closes after {:.2f} d, exact {:.2f}; {} steps, {} iterations",
                      found.closed_at / day, exact / day, found.steps, found.iterations));
  // Early by the width, as the circle above: the bar covers it, and is at most twice that.
  BOOST_TEST(found.closed_at + found.closed_at_error > exact);
  BOOST_TEST(found.closed_at + 0.5 * found.closed_at_error < exact);
}

BOOST_AUTO_TEST_SUITE_END()
