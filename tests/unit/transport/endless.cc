// SPDX-License-Identifier: LGPL-2.1-or-later
// Release in one period of an endless scaffold.
#include <solver/transport/release.h>
#include <tests/messages.h>
#include <tests/scaffolds.h>

#include <boost/test/unit_test.hpp>

#include <cmath>

using namespace lacuna;
using geometry::Point;
using tests::close_to;

BOOST_AUTO_TEST_SUITE(endless)

namespace {

constexpr double period = 4e-4;

/** One ball a period, wherever it is. */
struct Balls : geometry::Shape {
  explicit Balls(const Point &center) : center(center) {}

  double distance(const Point &x) const override {
    double square = 0.;
    for (unsigned int d = 0; d < 3; ++d) {
      const double r = std::remainder(x[d] - center[d], period);
      square += r * r;
    }
    return std::sqrt(square) - 1.3e-4;
  }

  Point center;
};

struct Result {
  transport::FactorRelease release;
  double pores, surface;
};

/** Six hours of adsorbed BMP2 around balls at `center`, in `n` periods along x. */
Result release(const Point &center, const char *surroundings_name, const char *diffusivity,
               unsigned int n = 1) {
  transport::CoatingParameters coating;
  transport::FactorParameters factor{"BMP2"};
  transport::TransportParameters transport;
  params::Registry registry;
  coating.declare(registry);
  factor.declare(registry);
  transport.declare(registry);
  const auto set = [&](const char *section, const char *key, const char *value) {
    registry.read({{section, key, value, "a.prm", 1}});
  };
  set("Coating", "Kind", "adsorbed");
  set("Factor BMP2", "Diffusivity", diffusivity);
  set("Transport", "Surroundings", surroundings_name);
  set("Transport", "Duration", "6 h");
  set("Transport", "Cell size", "50 um");
  const auto scaffold =
      tests::scaffold(std::make_shared<Balls>(center),
                      dealii::BoundingBox<3>({Point(), Point(n * period, period, period)}));
  const transport::Surroundings surroundings(MPI_COMM_WORLD, scaffold, transport);
  const transport::CutSurface surface(surroundings.space(), surroundings.parts());
  const transport::Penetration penetration(surroundings.space(), *scaffold.solid);
  transport::Release run(surroundings, surface, penetration, transport, coating, factor);
  return {run.run([](double) {}), surroundings.pore_total(), surface.area};
}

constexpr double middle = 0.5 * period, h = 5e-5;

} // namespace

BOOST_AUTO_TEST_CASE(a_period_begins_anywhere) {
  const Result here = release(Point(middle, middle, middle), "cell", "2e-12 m^2/s");
  // By whole cells, so that the ball goes through six faces of the box.
  const Result there =
      release(Point(middle + 3. * h, middle - 2. * h, middle + 4. * h), "cell", "2e-12 m^2/s");
  BOOST_TEST(here.pores == there.pores, close_to(1e-9));
  BOOST_TEST(here.surface == there.surface, close_to(1e-9));
  BOOST_TEST(here.release.balance_error() < 1e-6);
  BOOST_TEST(there.release.balance_error() < 1e-6);
  const auto &a = here.release.last(), &b = there.release.last();
  BOOST_TEST(a.balance.cleared == 0.);
  BOOST_TEST(a.balance.released == b.balance.released, close_to(1e-7));
  BOOST_TEST(a.mean == b.mean, close_to(1e-6));
  BOOST_TEST(a.max == b.max, close_to(1e-5));
  for (unsigned int i = 0; i < 5; ++i)
    BOOST_TEST(a.percentiles[i] == b.percentiles[i], close_to(1e-4));
  // Slow enough for the corners between the balls to have little.
  BOOST_TEST(a.percentiles[0] < 0.9 * a.percentiles[4]);
}

BOOST_AUTO_TEST_CASE(two_periods_are_as_one) {
  const Point center(0.1 * period, 0.45 * period, 0.8 * period);
  const Result one = release(center, "cell", "2e-12 m^2/s");
  const Result two = release(center, "cell", "2e-12 m^2/s", 2);
  BOOST_TEST(two.pores == 2. * one.pores, close_to(1e-9));
  BOOST_TEST(two.release.last().fluid == 2. * one.release.last().fluid, close_to(1e-6));
  BOOST_TEST(two.release.last().max == one.release.last().max, close_to(1e-5));
}

BOOST_AUTO_TEST_CASE(fast_diffusion_is_an_ordinary_differential_equation) {
  const Result cell =
      release(Point(0.1 * period, 0.45 * period, 0.8 * period), "cell", "1e-8 m^2/s");
  // V dc/dt = A j(t) − V k c with what leaves at two rates r: j = Σ load r exp(−r t).
  const double load = 1e13 / 6.02214076e23, end = 6. * 3600., k = M_LN2 / (6.3 * 3600.);
  double expected = 0.;
  for (const auto &[share, rate] : {std::pair{0.3, M_LN2 / 7200.}, {0.7, 0.1 / 86400.}})
    expected += share * load * rate * (std::exp(-rate * end) - std::exp(-k * end)) / (k - rate);
  expected *= cell.surface / cell.pores;
  const auto &last = cell.release.last();
  BOOST_TEST(last.mean == expected, close_to(1e-3));
  BOOST_TEST(last.percentiles[0] == expected, close_to(2e-3));
  BOOST_TEST(last.max == expected, close_to(2e-3));
}

BOOST_AUTO_TEST_SUITE_END()
