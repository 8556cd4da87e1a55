// SPDX-License-Identifier: LGPL-2.1-or-later
#include <meshes/geometry/shapes/primitives.h>
#include <tests/unit/geometry/sampling.h>

#include <boost/test/unit_test.hpp>

using namespace lacuna::geometry;

namespace {

const dealii::BoundingBox<3> surroundings({Point(-3, -3, -3), Point(3, 3, 3)});
constexpr double exact = 1e-12;
constexpr double one = 1 + 1e-9;

void check_distance(const Shape &shape, const Point &x, double expected) {
  BOOST_TEST_CONTEXT("at " << x)
  BOOST_TEST(std::abs(shape.distance(x) - expected) < exact);
}

} // namespace

BOOST_AUTO_TEST_SUITE(geometry_primitives)

BOOST_AUTO_TEST_CASE(sphere) {
  const Sphere shape(Point(1, 0, 0), 0.5);
  check_distance(shape, Point(1, 0, 0), -0.5);
  check_distance(shape, Point(1, 3, 4), 4.5);
  BOOST_TEST(largest_slope(shape, surroundings) <= one);
}

BOOST_AUTO_TEST_CASE(cylinder_of_any_axis) {
  const Cylinder shape(Point(0, 0, 1), Point(2, 2, 0), 0.5);
  check_distance(shape, Point(7, 7, 1), -0.5);
  check_distance(shape, Point(1, -1, 1), std::sqrt(2.) - 0.5);
  check_distance(shape, Point(5, 5, 3), 1.5);
  BOOST_TEST(largest_slope(shape, surroundings) <= one);
  BOOST_CHECK_THROW(Cylinder(Point(), Point(), 1), std::invalid_argument);
}

BOOST_AUTO_TEST_CASE(box_at_faces_edges_and_corners) {
  const Box shape(Point(-1, -1, 0), Point(1, 1, 4));
  check_distance(shape, Point(0.7, 0, 1), -0.3);
  check_distance(shape, Point(0, 0, 3.9), -0.1);
  check_distance(shape, Point(2, 0, 1), 1);
  check_distance(shape, Point(4, 5, 1), 5);
  check_distance(shape, Point(2, 3, 6), 3);
  check_distance(shape, Point(0, 0, 0), 0);
  BOOST_TEST(largest_slope(shape, surroundings) <= one);
}

BOOST_AUTO_TEST_CASE(half_space) {
  const HalfSpace shape(Point(0, 0, 1), Point(0, 3, 4));
  check_distance(shape, Point(5, 0, 1), 0);
  check_distance(shape, Point(0, 3, 5), 5);
  check_distance(shape, Point(0, 0, 0), -0.8);
  BOOST_TEST(largest_slope(shape, surroundings) <= one);
}

BOOST_AUTO_TEST_CASE(capped_cylinder_at_side_ends_and_rim) {
  const CappedCylinder shape(Point(0, 0, -1), 1, 3);
  check_distance(shape, Point(0.9, 0, 0), -0.1);
  check_distance(shape, Point(0, 0, -0.8), -0.2);
  check_distance(shape, Point(0, 3, 0), 2);
  check_distance(shape, Point(0, 0, 4), 2);
  check_distance(shape, Point(0, 4, 6), 5);
  BOOST_TEST(largest_slope(shape, surroundings) <= one);
}

BOOST_AUTO_TEST_SUITE_END()
