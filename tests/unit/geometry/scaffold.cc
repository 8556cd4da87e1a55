// SPDX-License-Identifier: LGPL-2.1-or-later
#include <meshes/geometry/scaffold/scaffold.h>
#include <tests/unit/geometry/sampling.h>

#include <deal.II/base/numbers.h>

#include <boost/test/unit_test.hpp>

using namespace lacuna::geometry;

namespace {

EnvelopeParameters envelope(EnvelopeShape shape, const std::vector<double> &size = {}) {
  EnvelopeParameters result;
  result.shape = shape;
  result.size = size;
  return result;
}

PrintParameters no_variation() {
  PrintParameters result;
  result.diameter_variation = 0;
  result.position_variation = 0;
  return result;
}

dealii::BoundingBox<3> enlarged(const dealii::BoundingBox<3> &box) {
  dealii::BoundingBox<3> result = box;
  result.extend(0.5e-3);
  return result;
}

} // namespace

BOOST_AUTO_TEST_SUITE(geometry_scaffold)

BOOST_AUTO_TEST_CASE(cylinder_measures) {
  const Scaffold s = make_scaffold({{}, envelope(EnvelopeShape::cylinder, {3.2e-3, 2e-3}), {}}, 1);
  const double area = dealii::numbers::PI * 1.6e-3 * 1.6e-3;
  BOOST_TEST(s.cross_section_area == area, boost::test_tools::tolerance(1e-12));
  BOOST_TEST(s.envelope_volume == area * 2e-3, boost::test_tools::tolerance(1e-12));
  BOOST_TEST(s.height == 2e-3);
  BOOST_TEST(s.box.lower_bound(0) == -1.6e-3);
  BOOST_TEST(s.box.lower_bound(2) == 0);
  BOOST_TEST(!s.periodic);
}

BOOST_AUTO_TEST_CASE(solid_ends_at_the_envelope) {
  for (const auto &e : {envelope(EnvelopeShape::cylinder, {3.2e-3, 2e-3}),
                        envelope(EnvelopeShape::box, {3e-3, 2e-3, 1e-3})}) {
    const Scaffold s = make_scaffold({{}, e, {}}, 7);
    const auto around = enlarged(s.box);
    for (int i = 0; i < 20000; ++i) {
      const Point x = random_point(around, i);
      const bool within = s.envelope->distance(x) < 0;
      BOOST_REQUIRE(within || s.solid->distance(x) >= 0);
      BOOST_REQUIRE(!s.box.point_inside(x) ||
                    (s.open_solid->distance(x) < 0) == (s.solid->distance(x) < 0));
    }
    BOOST_TEST(largest_slope(*s.solid, around) <= 1 + 1e-8);
    BOOST_TEST(largest_slope(*s.open_solid, around) <= 1 + 1e-8);
  }
}

BOOST_AUTO_TEST_CASE(open_solid_is_not_cut_at_the_platens) {
  const Scaffold s = make_scaffold(
      {{}, envelope(EnvelopeShape::box, {1.6e-3, 1.6e-3, 640e-6}), no_variation()}, 1);
  const Point in_a_strand(0, 400e-6, 0);
  BOOST_TEST(s.solid->distance(in_a_strand) == 0);
  BOOST_TEST(s.open_solid->distance(in_a_strand) < -30e-6);
}

BOOST_AUTO_TEST_CASE(cell_is_periodic) {
  for (const std::string lattice : {"woodpile", "cylinders", "spheres"}) {
    ScaffoldParameters p;
    p.lattice = lattice;
    const Scaffold s = make_scaffold({p, envelope(EnvelopeShape::cell), no_variation()}, 1);
    BOOST_TEST(s.periodic);
    BOOST_TEST(s.height == (lattice == "woodpile" ? 640e-6 : 800e-6));
    double difference = 0;
    for (int i = 0; i < 1000; ++i) {
      const Point x = random_point(s.box, i);
      for (int d = 0; d < 3; ++d) {
        Point y = x;
        y[d] += s.box.side_length(d);
        difference = std::max(difference, std::abs(s.solid->distance(x) - s.solid->distance(y)));
      }
    }
    BOOST_TEST(difference < 1e-15);
  }
}

BOOST_AUTO_TEST_CASE(staggered_cell_spans_its_period) {
  ScaffoldParameters p;
  p.layer_offsets = {0., 0., 0.5, 0.5};
  const Scaffold s = make_scaffold({p, envelope(EnvelopeShape::cell), no_variation()}, 1);
  BOOST_TEST(s.height == 4 * 320e-6);
  double half_period = 0, period = 0;
  for (int i = 0; i < 1000; ++i) {
    const Point x = random_point(s.box, i);
    const double phi = s.solid->distance(x);
    half_period =
        std::max(half_period, std::abs(phi - s.solid->distance(x + Point(0, 0, 0.5 * s.height))));
    period = std::max(period, std::abs(phi - s.solid->distance(x + Point(0, 0, s.height))));
  }
  BOOST_TEST(period < 1e-15);
  BOOST_TEST(half_period > 100e-6);
}

BOOST_AUTO_TEST_CASE(flattened_cell_is_periodic) {
  PrintParameters print = no_variation();
  print.flattening = true;
  print.sag = 20e-6;
  const Scaffold s = make_scaffold({{}, envelope(EnvelopeShape::cell), print}, 1);
  double difference = 0;
  for (int i = 0; i < 3000; ++i) {
    Point x = random_point(s.box, i);
    const int d = i % 3;
    x[d] *= 0.2; // on both sides of two opposite faces
    Point y = x;
    y[d] += s.box.side_length(d);
    difference = std::max(difference, std::abs(s.solid->distance(x) - s.solid->distance(y)));
  }
  BOOST_TEST(difference < 1e-14);
}

BOOST_AUTO_TEST_CASE(wet_dimensions_shrink) {
  PrintParameters print;
  print.rim = Rim::turns;
  print.sag = 30e-6;
  PrintParameters wet = print;
  wet.dimensions = Dimensions::green;
  wet.shrinkage = 0.2;
  const Scaffold designed =
      make_scaffold({{}, envelope(EnvelopeShape::cylinder, {4e-3, 2e-3}), print}, 1);
  const Scaffold shrunk =
      make_scaffold({{}, envelope(EnvelopeShape::cylinder, {3.2e-3, 1.6e-3}), wet}, 1);
  double difference = 0;
  for (int i = 0; i < 1000; ++i) {
    const Point x = random_point(shrunk.box, i);
    difference = std::max(difference, std::abs(shrunk.solid->distance(x) -
                                               0.8 * designed.solid->distance(Point(x / 0.8))));
  }
  BOOST_TEST(difference < 1e-12);
}

BOOST_AUTO_TEST_CASE(solid_fractions_of_the_arrays) {
  ScaffoldParameters p;
  const double ratio = p.strand_diameter / p.strand_spacing;
  p.lattice = "cylinders";
  const Scaffold cylinders = make_scaffold({p, envelope(EnvelopeShape::cell), no_variation()}, 1);
  BOOST_TEST(std::abs(solid_fraction(*cylinders.solid, cylinders.box, 100) -
                      dealii::numbers::PI / 4 * ratio * ratio) < 2e-3);
  p.lattice = "spheres";
  const Scaffold spheres = make_scaffold({p, envelope(EnvelopeShape::cell), no_variation()}, 1);
  BOOST_TEST(std::abs(solid_fraction(*spheres.solid, spheres.box, 100) -
                      dealii::numbers::PI / 6 * ratio * ratio * ratio) < 1e-3);
}

BOOST_AUTO_TEST_CASE(inverted_solid_is_the_pore_space) {
  ScaffoldParameters p;
  const auto e = envelope(EnvelopeShape::cylinder, {3.2e-3, 2e-3});
  const Scaffold s = make_scaffold({p, e, {}}, 1);
  p.invert = true;
  const Scaffold inverted = make_scaffold({p, e, {}}, 1);
  for (int i = 0; i < 5000; ++i) {
    const Point x = random_point(s.box, i);
    const bool within = s.envelope->distance(x) < 0;
    BOOST_REQUIRE((s.solid->distance(x) < 0) + (inverted.solid->distance(x) < 0) == within);
  }
}

BOOST_AUTO_TEST_CASE(unknown_names_are_refused) {
  ScaffoldParameters p;
  BOOST_CHECK_THROW(make_scaffold({p, envelope(EnvelopeShape::box, {1, 1}), {}}, 1),
                    std::out_of_range);
  p.lattice = "honeycomb";
  BOOST_CHECK_THROW(make_scaffold({p, envelope(EnvelopeShape::cell), {}}, 1),
                    std::invalid_argument);
}

BOOST_AUTO_TEST_SUITE_END()
