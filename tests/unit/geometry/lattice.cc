// SPDX-License-Identifier: LGPL-2.1-or-later
#include <meshes/geometry/lattices/lattices.h>
#include <tests/unit/geometry/sampling.h>

#include <boost/test/unit_test.hpp>

#include <map>

using namespace lacuna::geometry;

namespace {

/** Lengths in mm, so that errors of rounding are seen; one period or spacing is 1. */
GeometryParameters lattice(const std::string &name, double diameter) {
  GeometryParameters p;
  p.scaffold.lattice = name;
  p.scaffold.strand_diameter = diameter;
  p.scaffold.strand_spacing = 1.;
  p.scaffold.layer_height = 0.8 * diameter;
  p.scaffold.neck_fillet = 0.;
  p.print.diameter_variation = 0.;
  p.print.position_variation = 0.;
  return p;
}

dealii::BoundingBox<3> cell(const GeometryParameters &p) {
  const auto [x, y, z] = lattice_kind(p.scaffold.lattice).period(p.scaffold);
  return dealii::BoundingBox<3>({Point(), Point(x, y, z)});
}

ShapePtr make(const GeometryParameters &p) {
  FileShapes files(p, [](const std::string &) {});
  return lattice_kind(p.scaffold.lattice).make(p, files, cell(p), 1);
}

double fraction(const GeometryParameters &p, int n = 100) {
  return solid_fraction(*make(p), cell(p), n);
}

/** Distance to the struts between all nodes that are `length` apart, in cells from −2 to 2. */
double distance_to_struts(const std::vector<Point> &basis, double length, const Point &x) {
  std::vector<Point> nodes;
  for (int i = -2; i <= 2; ++i)
    for (int j = -2; j <= 2; ++j)
      for (int k = -2; k <= 2; ++k)
        for (const Point &b : basis)
          nodes.push_back(b + Point(i, j, k));
  double best = 1e9;
  for (const Point &a : nodes)
    for (const Point &b : nodes)
      if (std::abs(a.distance(b) - length) < 1e-9) {
        const double t = std::clamp((x - a) * (b - a) / (length * length), 0., 1.);
        best = std::min(best, (x - a - t * (b - a)).norm());
      }
  return best;
}

} // namespace

BOOST_AUTO_TEST_SUITE(geometry_lattice)

BOOST_AUTO_TEST_CASE(every_kind_repeats_and_keeps_the_bound) {
  for (const LatticeKind &kind : lattice_kinds())
    for (const SurfacePhase phase : {SurfacePhase::solid, SurfacePhase::sheet})
      BOOST_TEST_CONTEXT(kind.name << ", " << lacuna::params::word(phase)) {
        if (!kind.period)
          continue;
        GeometryParameters p = lattice(kind.name, 0.3);
        p.scaffold.neck_fillet = 0.05;
        p.scaffold.phase = phase;
        const ShapePtr shape = make(p);
        const auto box = cell(p);
        double difference = 0., lowest = 0., highest = 0.;
        for (int i = 0; i < 2000; ++i) {
          const Point x = random_point(box, i);
          lowest = std::min(lowest, shape->distance(x));
          highest = std::max(highest, shape->distance(x));
          for (int d = 0; d < 3; ++d) {
            Point y = x;
            y[d] += box.side_length(d);
            difference = std::max(difference, std::abs(shape->distance(x) - shape->distance(y)));
          }
        }
        BOOST_TEST(difference < 1e-14);
        BOOST_TEST(lowest < 0.);
        BOOST_TEST(highest > 0.);
        BOOST_TEST(largest_slope(*shape, box, 50000) <= 1. + 1e-8);
      }
  BOOST_CHECK_THROW(lattice_kind("foam"), std::invalid_argument);
}

BOOST_AUTO_TEST_CASE(struts_join_nearest_nodes) {
  const Point o;
  const std::vector<Point> bcc = {o, {0.5, 0.5, 0.5}},
                           fcc = {o, {0.5, 0.5, 0}, {0.5, 0, 0.5}, {0, 0.5, 0.5}};
  std::vector<Point> kelvin;
  for (const double a : {0.25, 0.75})
    for (int d = 0; d < 3; ++d)
      for (const auto &[b, c] : {std::pair{0., 0.5}, {0.5, 0.}}) {
        Point node;
        node[d] = a;
        node[(d + 1) % 3] = b;
        node[(d + 2) % 3] = c;
        kelvin.push_back(node);
      }
  struct Case {
    std::string name;
    std::vector<Point> nodes;
    double length;
  };
  const double r2 = std::sqrt(0.5);
  for (const Case &c : {Case{"cubic", {o}, 1.}, Case{"bcc", bcc, std::sqrt(0.75)},
                        Case{"octet", fcc, r2}, Case{"kelvin", kelvin, 0.5 * r2}})
    BOOST_TEST_CONTEXT(c.name) {
      GeometryParameters p = lattice(c.name, 0.2);
      p.scaffold.strand_offset = 0.;
      const ShapePtr shape = make(p);
      for (int i = 0; i < 60; ++i) {
        const Point x = random_point(cell(p), i);
        BOOST_TEST(std::abs(shape->distance(x) - distance_to_struts(c.nodes, c.length, x) + 0.1) <
                   1e-12);
      }
    }
}

BOOST_AUTO_TEST_CASE(face_diagonals_without_octahedra) {
  GeometryParameters p = lattice("fcc", 0.2);
  p.scaffold.strand_offset = 0.;
  const ShapePtr shape = make(p);
  BOOST_TEST(std::abs(shape->distance(Point(0.25, 0.25, 0)) + 0.1) < 1e-12);
  BOOST_TEST(std::abs(shape->distance(Point(0.75, 0.25, 1)) + 0.1) < 1e-12);
  // Half-way between two face centres: on a strut of the octet lattice only.
  BOOST_TEST(shape->distance(Point(0.5, 0.25, 0.25)) > 0.05);
}

BOOST_AUTO_TEST_CASE(solid_fractions_of_columns) {
  const double pi = M_PI, d = 0.4;
  const std::map<Arrangement, double> round = {
      {Arrangement::square, pi / 4 * d * d},
      {Arrangement::triangular, pi * d * d / (2 * std::sqrt(3.))},
      {Arrangement::hexagonal, pi * d * d / (3 * std::sqrt(3.))}};
  for (const auto &[arrangement, expected] : round)
    for (const ColumnSection section : {ColumnSection::round, ColumnSection::polygonal})
      BOOST_TEST_CONTEXT(lacuna::params::word(arrangement)
                         << ", " << lacuna::params::word(section)) {
        GeometryParameters p = lattice("columns", d);
        p.scaffold.arrangement = arrangement;
        p.scaffold.section = section;
        // A polygon is the part of space nearest to its axis, made smaller by d / s.
        BOOST_TEST(fraction(p, 200) == (section == ColumnSection::round ? expected : d * d),
                   boost::test_tools::tolerance(0.01));
      }
  BOOST_TEST(fraction(lattice("cylinders", d)) == round.at(Arrangement::square),
             boost::test_tools::tolerance(0.01));
}

BOOST_AUTO_TEST_CASE(solid_fractions_of_struts_and_spheres) {
  // Three cylinders that cross: 3 π r² − 8 √2 r³.
  BOOST_TEST(fraction(lattice("cubic", 0.3), 150) ==
                 3 * M_PI * 0.0225 - 8 * std::sqrt(2.) * 0.003375,
             boost::test_tools::tolerance(0.01));
  BOOST_TEST(fraction(lattice("spheres", 0.8)) == M_PI / 6 * 0.512,
             boost::test_tools::tolerance(0.01));
}

BOOST_AUTO_TEST_CASE(minimal_surfaces_halve_space) {
  for (const std::string name : {"gyroid", "diamond", "primitive"})
    BOOST_TEST(fraction(lattice(name, 0.1)) == 0.5, boost::test_tools::tolerance(0.005));
}

BOOST_AUTO_TEST_CASE(sheets_have_the_thickness_asked_for) {
  // Areas of the minimal surfaces in a cubic cell of side 1 (Schoen 1970, NASA TN D-5541); their
  // trigonometric approximations are within 1 %.
  const std::map<std::string, double> areas = {
      {"gyroid", 3.0915}, {"diamond", 3.8378}, {"primitive", 2.3451}};
  for (const auto &[name, area] : areas)
    BOOST_TEST_CONTEXT(name) {
      GeometryParameters p = lattice(name, 0.05);
      p.scaffold.phase = SurfacePhase::sheet;
      BOOST_TEST(fraction(p, 120) == 0.05 * area, boost::test_tools::tolerance(0.02));
    }
}

BOOST_AUTO_TEST_SUITE_END()
