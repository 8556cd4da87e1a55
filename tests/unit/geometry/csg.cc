// SPDX-License-Identifier: LGPL-2.1-or-later
#include <meshes/geometry/shapes/csg.h>
#include <meshes/geometry/shapes/primitives.h>
#include <tests/unit/geometry/sampling.h>

#include <boost/test/unit_test.hpp>

using namespace lacuna::geometry;

namespace {

const dealii::BoundingBox<3> surroundings({Point(-3, -3, -3), Point(3, 3, 3)});
constexpr double one = 1 + 1e-9;

const ShapePtr left = std::make_shared<Sphere>(Point(-0.4, 0, 0), 1);
const ShapePtr right = std::make_shared<Sphere>(Point(0.4, 0, 0), 1);

/** Two shapes joined with a fillet, to sample its slope. */
class Filleted : public Shape {
public:
  Filleted(ShapePtr a, ShapePtr b, double r) : a_(a), b_(b), r_(r) {}
  double distance(const Point &x) const override {
    return rounded_union(a_->distance(x), b_->distance(x), r_);
  }

private:
  ShapePtr a_, b_;
  double r_;
};

} // namespace

BOOST_AUTO_TEST_SUITE(geometry_csg)

BOOST_AUTO_TEST_CASE(set_operations) {
  const Union either({left, right});
  const Intersection both({left, right});
  const Complement outside(left);
  const Point x(1.2, 0, 0), y(0, 0, 0);
  BOOST_TEST(either.distance(x) < 0);
  BOOST_TEST(both.distance(x) > 0);
  BOOST_TEST(both.distance(y) < 0);
  BOOST_TEST(outside.distance(x) < 0);
  BOOST_TEST(outside.distance(y) == -left->distance(y));
  for (const Shape *shape : {static_cast<const Shape *>(&either), static_cast<const Shape *>(&both),
                             static_cast<const Shape *>(&outside)})
    BOOST_TEST(largest_slope(*shape, surroundings) <= one);
}

BOOST_AUTO_TEST_CASE(empty_sets_are_refused) {
  BOOST_CHECK_THROW(Union({}), std::invalid_argument);
  BOOST_CHECK_THROW(Intersection({}), std::invalid_argument);
}

BOOST_AUTO_TEST_CASE(no_fillet_is_the_minimum) {
  BOOST_TEST(rounded_union(0.3, 0.3, 0) == 0.3);
  BOOST_TEST(rounded_union(-0.2, 0.5, 0) == -0.2);
}

// a = x and b = y: walls along the axes, pore in x, y > 0, the circle around (r, r).
BOOST_AUTO_TEST_CASE(fillet_between_orthogonal_planes_is_a_circle) {
  const double r = 0.2;
  for (double t = 0.01; t < 1.57; t += 0.05) {
    const double c = std::cos(t), s = std::sin(t);
    const auto at = [&](double radius) { return rounded_union(r - radius * c, r - radius * s, r); };
    BOOST_TEST(std::abs(at(r)) < 1e-15);
    BOOST_TEST(at(1.01 * r) < 0); // beyond the circle, in the corner: filled
    BOOST_TEST(at(0.99 * r) > 0);
  }
  BOOST_TEST(rounded_union(0.05, 0.5, r) == 0.05);
}

BOOST_AUTO_TEST_CASE(fillet_has_a_continuous_slope) {
  const double r = 0.2, b = 0.3, step = 1e-7;
  const auto slope = [&](double a) {
    return (rounded_union(a + step, b, r) - rounded_union(a - step, b, r)) / (2 * step);
  };
  for (const double a : {b - r, b + r})
    BOOST_TEST(std::abs(slope(a - 1e-5) - slope(a + 1e-5)) < 1e-3);
}

BOOST_AUTO_TEST_CASE(fillet_keeps_the_slope_at_any_angle) {
  const auto turned = [](double degrees) {
    const double angle = degrees * 0.017453292519943295;
    return std::make_shared<HalfSpace>(Point(), Point(std::cos(angle), std::sin(angle), 0));
  };
  for (const double degrees : {0., 10., 60., 90., 150.})
    BOOST_TEST(largest_slope(Filleted(turned(0), turned(degrees), 0.5), surroundings) <= one);
  BOOST_TEST(largest_slope(Filleted(left, right, 0.5), surroundings) <= one);
}

BOOST_AUTO_TEST_SUITE_END()
