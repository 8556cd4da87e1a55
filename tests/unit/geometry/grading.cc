// SPDX-License-Identifier: LGPL-2.1-or-later
#include <meshes/geometry/lattices/lattices.h>
#include <meshes/geometry/scaffold/grading.h>
#include <meshes/geometry/scaffold/scaffold.h>
#include <meshes/geometry/shapes/primitives.h>
#include <tests/unit/geometry/sampling.h>

#include <boost/test/unit_test.hpp>

using namespace lacuna::geometry;

namespace {

GeometryParameters block(const std::string &lattice) {
  GeometryParameters p;
  p.scaffold.lattice = lattice;
  p.scaffold.strand_diameter = lattice == "woodpile" ? 400e-6 : 200e-6;
  p.envelope.shape = EnvelopeShape::box;
  p.envelope.size = {2.4e-3, 2.4e-3, 3.2e-3};
  return p;
}

/** From random points, ± 0.1 %: points of a grid would beat with the lattice. */
double porosity(const Scaffold &s, const dealii::BoundingBox<3> &box) {
  constexpr int n = 300000;
  int pores = 0;
  for (int i = 0; i < n; ++i)
    pores += s.solid->distance(random_point(box, i)) > 0;
  return double(pores) / n;
}

/** The part of a box between two heights, in parts of its own. */
dealii::BoundingBox<3> slab(const dealii::BoundingBox<3> &box, double from, double to) {
  return dealii::BoundingBox<3>(
      {box.unit_to_real(Point(0, 0, from)), box.unit_to_real(Point(1, 1, to))});
}

} // namespace

BOOST_AUTO_TEST_SUITE(geometry_grading)

BOOST_AUTO_TEST_CASE(a_field_is_exact_where_it_is_linear) {
  const dealii::BoundingBox<3> box({Point(0, 0, 0), Point(1, 2, 3)});
  const auto linear = [](const Point &x) { return 1. + 2. * x[0] - 3. * x[1] + 6. * x[2]; };
  const GridField field(box, 0.3, linear);
  for (int i = 0; i < 100; ++i) {
    const Point x = random_point(box, i);
    BOOST_TEST(field.value(x) == linear(x), boost::test_tools::tolerance(1e-12));
  }
  BOOST_TEST(field.steepest() == 7., boost::test_tools::tolerance(1e-12));
  BOOST_TEST(field.value(Point(9, 9, 9)) == linear(Point(1, 2, 3)));
}

BOOST_AUTO_TEST_CASE(every_lattice_gets_the_porosity_asked_for) {
  for (const LatticeKind &kind : lattice_kinds())
    for (const double asked : {0.55, 0.8})
      BOOST_TEST_CONTEXT(kind.name << " at " << asked) {
        if (!kind.period)
          continue;
        GeometryParameters p = block(kind.name);
        p.scaffold.porosity = asked;
        p.envelope.plate_thickness = 100e-6;
        const Scaffold s = make_scaffold(p, 3);
        BOOST_TEST(std::abs(porosity(s, s.box) - asked) < 4e-3);
        BOOST_TEST(s.requested_porosity == asked);
      }
}

BOOST_AUTO_TEST_CASE(porosity_follows_its_formula) {
  for (const std::string name : {"woodpile", "gyroid", "octet"})
    BOOST_TEST_CONTEXT(name) {
      GeometryParameters p = block(name);
      p.scaffold.porosity_grading = lacuna::params::Formula("0.4 + 0.1*z");
      const Scaffold s = make_scaffold(p, 3);
      BOOST_TEST(std::abs(porosity(s, slab(s.box, 0., 0.25)) - 0.44) < 0.02);
      BOOST_TEST(std::abs(porosity(s, slab(s.box, 0.75, 1.)) - 0.68) < 0.02);
      BOOST_TEST(std::abs(porosity(s, s.box) - 0.56) < 4e-3);
      BOOST_TEST(std::abs(s.requested_porosity - 0.56) < 2e-3);
      BOOST_TEST(largest_slope(*s.solid, s.box, 50000) <= 1. + 1e-8);
    }
}

BOOST_AUTO_TEST_CASE(thickness_follows_its_formula) {
  GeometryParameters p = block("cylinders");
  p.scaffold.thickness_grading = lacuna::params::Formula("1 + 0.25*z");
  const Scaffold s = make_scaffold(p, 1);
  const double axis = 0.5 * p.scaffold.strand_spacing;
  for (const double z : {0.4e-3, 1.6e-3, 3e-3}) {
    const double radius = 0.5 * 200e-6 * (1. + 0.25e3 * z);
    BOOST_TEST(s.solid->distance(Point(axis + radius - 1e-7, axis, z)) < 0.);
    BOOST_TEST(s.solid->distance(Point(axis + radius + 1e-7, axis, z)) > 0.);
  }
}

// Over a whole period the mean of a formula in z is its value in the middle.
BOOST_AUTO_TEST_CASE(sheets_become_as_thick_as_their_formula_says) {
  for (const std::string name : {"gyroid", "iwp"})
    BOOST_TEST_CONTEXT(name) {
      GeometryParameters p = block(name);
      p.scaffold.phase = SurfacePhase::sheet;
      p.scaffold.strand_diameter = 100e-6;
      p.scaffold.thickness_grading = lacuna::params::Formula("0.8 + 0.25*z");
      const Scaffold graded = make_scaffold(p, 1);
      BOOST_TEST(largest_slope(*graded.solid, graded.box, 50000) <= 1. + 1e-8);
      p.scaffold.thickness_grading = {};
      for (const auto &[from, factor] : {std::pair{0., 0.9}, {0.75, 1.5}}) {
        p.scaffold.strand_diameter = factor * 100e-6;
        const dealii::BoundingBox<3> period = slab(graded.box, from, from + 0.25);
        BOOST_TEST(std::abs(porosity(graded, period) - porosity(make_scaffold(p, 1), period)) <
                   5e-3);
      }
    }
}

BOOST_AUTO_TEST_CASE(walls_can_make_a_porosity_impossible) {
  GeometryParameters p = block("cubic");
  p.scaffold.porosity = 0.9;
  p.envelope.plate_thickness = 0.8e-3;
  BOOST_CHECK_THROW(make_scaffold(p, 1), std::runtime_error);
  p.envelope.plate_thickness = 1.7e-3;
  BOOST_CHECK_THROW(make_scaffold(p, 1), std::runtime_error);
}

BOOST_AUTO_TEST_SUITE_END()
