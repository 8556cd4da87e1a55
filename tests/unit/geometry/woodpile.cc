// SPDX-License-Identifier: LGPL-2.1-or-later
#include <meshes/geometry/print/woodpile.h>
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

/** Distance to the strands of many layers, none left out. */
double distance_to_all_strands(const WoodpileParameters &p, const Point &x) {
  double best = 1;
  for (int k = -12; k < 24; ++k) {
    const double angle = p.layer_angles[(k + 120) % p.layer_angles.size()];
    const double offset = p.strand_offset + p.layer_offsets[(k + 120) % p.layer_offsets.size()];
    const double across = std::cos(angle) * x[1] - std::sin(angle) * x[0];
    const double above = x[2] - (k + 0.5) * p.layer_height;
    for (int i = -12; i < 12; ++i) {
      const double aside = across - (i + offset) * p.spacing;
      best = std::min(best, std::hypot(aside, above) - 0.5 * p.strand_diameter);
    }
  }
  return best;
}

} // namespace

BOOST_AUTO_TEST_SUITE(geometry_woodpile)

BOOST_AUTO_TEST_CASE(strands_lie_where_they_should) {
  const Woodpile shape(ideal());
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
  WoodpileParameters staggered = ideal();
  staggered.layer_offsets = {0., 0., 0.5, 0.5};
  for (const auto &parameters : {ideal(), oblique, sparse, staggered}) {
    const Woodpile shape(parameters);
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
  WoodpileParameters low;
  low.layer_height = 210e-6;
  low.fillet_radius = 90e-6;
  low.layer_angles = {0., 10 * degree};
  for (const auto &parameters : {ideal(), WoodpileParameters(), low})
    BOOST_TEST(largest_slope(Woodpile(parameters), specimen) <= one);
}

BOOST_AUTO_TEST_CASE(porosity_of_a_known_scaffold) {
  WoodpileParameters p = ideal();
  p.strand_diameter = 330e-6;
  p.spacing = 630e-6;
  p.layer_height = 240e-6;
  const dealii::BoundingBox<3> cell({Point(0, 0, 0), Point(630e-6, 630e-6, 480e-6)});
  const double porosity = 1 - solid_fraction(Woodpile(p), cell, 157);
  BOOST_TEST(std::abs(porosity - 0.472) < 1e-3);
}

BOOST_AUTO_TEST_CASE(fillet_only_adds_material_at_the_necks) {
  const Woodpile sharp(ideal()), filleted((WoodpileParameters()));
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

BOOST_AUTO_TEST_CASE(senseless_strands_are_refused) {
  WoodpileParameters p;
  p.spacing = p.strand_diameter;
  BOOST_CHECK_THROW(Woodpile{p}, std::invalid_argument);
  p = WoodpileParameters();
  p.layer_angles.clear();
  BOOST_CHECK_THROW(Woodpile{p}, std::invalid_argument);
}

BOOST_AUTO_TEST_SUITE_END()
