// SPDX-License-Identifier: LGPL-2.1-or-later
#include <meshes/geometry/woodpile.h>
#include <tests/unit/geometry/sampling.h>

#include <boost/test/unit_test.hpp>

using namespace lacuna::geometry;

namespace {

constexpr double one = 1 + 1e-8;
constexpr double degree = 0.017453292519943295;
const dealii::BoundingBox<3> specimen({Point(-2e-3, -2e-3, 0), Point(2e-3, 2e-3, 3e-3)});

WoodpileParameters ideal() {
  WoodpileParameters p;
  p.fillet_radius = 0;
  return p;
}

WoodpileParameters varied(std::uint64_t seed) {
  WoodpileParameters p;
  p.diameter_cv = 0.1;
  p.position_sd = 60e-6;
  p.seed = seed;
  return p;
}

/** Distance to the strands of many layers, none left out. */
double distance_to_all_strands(const WoodpileParameters &p, const Point &x) {
  double best = 1;
  for (int k = -12; k < 24; ++k) {
    const double angle = p.layer_angles[(k + 120) % p.layer_angles.size()];
    const double across = std::cos(angle) * x[1] - std::sin(angle) * x[0];
    const double above = x[2] - (k + 0.5) * p.layer_height;
    for (int i = -12; i < 12; ++i) {
      const double aside = across - (i + p.strand_offset) * p.spacing;
      best = std::min(best, std::hypot(aside, above) - 0.5 * p.strand_diameter);
    }
  }
  return best;
}

} // namespace

BOOST_AUTO_TEST_SUITE(geometry_woodpile)

BOOST_AUTO_TEST_CASE(strands_lie_where_they_should) {
  const Woodpile shape(ideal(), specimen);
  BOOST_TEST(std::abs(shape.distance(Point(0.1e-3, 400e-6, 160e-6)) + 200e-6) < 1e-15);
  BOOST_TEST(std::abs(shape.distance(Point(-1.2e-3, 0, 480e-6)) + 200e-6) < 1e-15);
  BOOST_TEST(std::abs(shape.distance(Point(0, 0, 160e-6)) - 200e-6) < 1e-15);
  BOOST_TEST(std::abs(shape.distance(Point(5, 7 * 800e-6 + 400e-6, 160e-6)) + 200e-6) < 1e-12);
}

BOOST_AUTO_TEST_CASE(nothing_near_is_missed) {
  WoodpileParameters oblique = ideal();
  oblique.layer_angles = {0., 60 * degree, 120 * degree};
  WoodpileParameters sparse = ideal();
  sparse.spacing = 2e-3;
  sparse.layer_height = 390e-6;
  for (const auto &parameters : {ideal(), oblique, sparse}) {
    const Woodpile shape(parameters, specimen);
    double difference = 0;
    for (int i = 0; i < 5000; ++i) {
      const Point x = random_point(specimen, i);
      difference = std::max(difference,
                            std::abs(shape.distance(x) - distance_to_all_strands(parameters, x)));
    }
    BOOST_TEST(difference < 1e-15);
  }
}

BOOST_AUTO_TEST_CASE(slope_is_at_most_one) {
  WoodpileParameters low = varied(5);
  low.layer_height = 210e-6;
  low.fillet_radius = 90e-6;
  low.layer_angles = {0., 10 * degree};
  for (const auto &parameters : {ideal(), WoodpileParameters(), varied(3), low})
    BOOST_TEST(largest_slope(Woodpile(parameters, specimen), specimen) <= one);
}

BOOST_AUTO_TEST_CASE(porosity_of_a_known_scaffold) {
  WoodpileParameters p = ideal();
  p.strand_diameter = 330e-6;
  p.spacing = 630e-6;
  p.layer_height = 240e-6;
  const dealii::BoundingBox<3> cell({Point(0, 0, 0), Point(630e-6, 630e-6, 480e-6)});
  const double porosity = 1 - solid_fraction(Woodpile(p, cell), cell, 157);
  BOOST_TEST(std::abs(porosity - 0.472) < 1e-3);
}

BOOST_AUTO_TEST_CASE(fillet_only_adds_material_at_the_necks) {
  const Woodpile sharp(ideal(), specimen), filleted(WoodpileParameters(), specimen);
  const Point neck(400e-6 + 130e-6, 400e-6 + 130e-6, 320e-6);
  BOOST_TEST(sharp.distance(neck) > 0);
  double largest_gain = 0;
  for (int i = 0; i < 20000; ++i) {
    const Point x = random_point(specimen, i);
    const double gain = sharp.distance(x) - filleted.distance(x);
    BOOST_REQUIRE(gain >= -1e-18);
    largest_gain = std::max(largest_gain, gain);
  }
  BOOST_TEST(largest_gain <= 20e-6 * (1 - std::sqrt(0.5)) + 1e-15);
  BOOST_TEST(largest_gain > 0);
}

BOOST_AUTO_TEST_CASE(seed_decides_the_specimen) {
  const Woodpile first(varied(1), specimen), again(varied(1), specimen), other(varied(2), specimen);
  int n_different = 0;
  for (int i = 0; i < 1000; ++i) {
    const Point x = random_point(specimen, i);
    BOOST_REQUIRE(first.distance(x) == again.distance(x));
    n_different += first.distance(x) != other.distance(x);
  }
  BOOST_TEST(n_different > 900);
}

BOOST_AUTO_TEST_CASE(strands_drawn_in_advance_change_nothing) {
  const dealii::BoundingBox<3> tiny({Point(0, 0, 0), Point(1e-6, 1e-6, 1e-6)});
  const Woodpile whole(varied(1), specimen), computed(varied(1), tiny);
  for (int i = 0; i < 1000; ++i) {
    const Point x = random_point(specimen, i);
    BOOST_REQUIRE(whole.distance(x) == computed.distance(x));
  }
}

BOOST_AUTO_TEST_CASE(variation_has_the_spread_asked_for) {
  WoodpileParameters p = ideal();
  p.diameter_cv = 0.03;
  const dealii::BoundingBox<3> wide({Point(0, -0.2, 0), Point(1e-3, 0.2, 1e-3)});
  const Woodpile shape(p, wide);
  double sum = 0, sum_of_squares = 0;
  const int n = 200;
  for (int i = 0; i < n; ++i) {
    const double diameter = -2 * shape.distance(Point(0, (i + 0.5) * p.spacing, 160e-6));
    sum += diameter;
    sum_of_squares += diameter * diameter;
  }
  const double mean = sum / n, sd = std::sqrt(sum_of_squares / n - mean * mean);
  BOOST_TEST(std::abs(mean / 400e-6 - 1) < 0.01);
  BOOST_TEST(std::abs(sd / mean - 0.03) < 0.006);
}

BOOST_AUTO_TEST_CASE(senseless_strands_are_refused) {
  WoodpileParameters p;
  p.spacing = p.strand_diameter;
  BOOST_CHECK_THROW(Woodpile(p, specimen), std::invalid_argument);
  p = WoodpileParameters();
  p.diameter_cv = 0.25;
  BOOST_CHECK_THROW(Woodpile(p, specimen), std::invalid_argument);
  p = WoodpileParameters();
  p.layer_angles.clear();
  BOOST_CHECK_THROW(Woodpile(p, specimen), std::invalid_argument);
}

BOOST_AUTO_TEST_SUITE_END()
