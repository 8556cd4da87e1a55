// SPDX-License-Identifier: LGPL-2.1-or-later
// A part of a symmetric specimen must give what the whole specimen gives.
#include <meshes/geometry/scaffold/symmetry.h>
#include <meshes/geometry/shapes/csg.h>
#include <solver/fracture/first_crack.h>
#include <solver/mechanics/adaptive_modulus.h>
#include <tests/scaffolds.h>

#include <boost/test/unit_test.hpp>

#include <cmath>

using namespace lacuna;
using geometry::Point;

BOOST_AUTO_TEST_SUITE(symmetry)

namespace {

const dealii::Tensor<1, 3> up({0, 0, 1});

/** Two by two strands of a woodpile in two layers; lengths in m. */
geometry::Scaffold woodpile(double diameter_variation) {
  geometry::EnvelopeParameters envelope;
  envelope.shape = geometry::EnvelopeShape::box;
  envelope.size = {1.6e-3, 1.6e-3, 0.64e-3};
  geometry::PrintParameters print;
  print.diameter_variation = diameter_variation;
  print.position_variation = 0.;
  return geometry::make_scaffold({{}, envelope, print}, 1);
}

geometry::Scaffold in_unit_box(const std::vector<geometry::ShapePtr> &parts) {
  return tests::scaffold(std::make_shared<geometry::Union>(parts),
                         dealii::BoundingBox<3>({Point(0, 0, 0), Point(1, 1, 1)}));
}

geometry::ShapePtr column(double x, double y) {
  return std::make_shared<geometry::Cylinder>(Point(x, y, 0), up, 0.2);
}

struct Outcome {
  std::array<bool, 2> mirrored;
  adaptivity::Value modulus;
  double load_factor, loose_volume, unknowns;
  std::vector<mechanics::Pass> passes;
};

Outcome compress(const geometry::Scaffold &scaffold, double cell_size, bool bonded,
                 unsigned int refinements, operators::SymmetryUse symmetry) {
  params::Registry registry;
  materials::MaterialParameters material;
  material.declare(registry);
  auto d = tests::discretization(cell_size, 1e-6, refinements, 1e6);
  d.degree = 1;
  d.symmetry = symmetry;
  mechanics::AdaptiveModulus adaptive(MPI_COMM_WORLD, scaffold, material.elasticity(), d, bonded);
  adaptive.run([](const mechanics::Pass &) {});
  const fracture::AveragedStress stress(adaptive.solution().elasticity(),
                                        adaptive.solution().displacement(),
                                        material.averaging_length());
  return {adaptive.mirrored(),
          adaptive.modulus(),
          fracture::first_crack_factor(stress, material),
          adaptive.n_parts() * adaptive.loose().volume,
          1. * adaptive.solution().n_unknowns(),
          adaptive.passes()};
}

/**
 * Compares the whole with a part of it that has the same cells. Each cell is cut along the same
 * diagonals, which have no mirror image: that is what differs.
 */
void check(const geometry::Scaffold &scaffold, double cell_size, bool bonded,
           const std::array<bool, 2> &mirrored, unsigned int refinements = 2) {
  const auto tolerance = boost::test_tools::tolerance(5e-4),
             loose_tolerance = boost::test_tools::tolerance(0.02);
  const Outcome whole =
                    compress(scaffold, cell_size, bonded, refinements, operators::SymmetryUse::off),
                part = compress(scaffold, cell_size, bonded, refinements,
                                operators::SymmetryUse::automatic);
  BOOST_TEST(!(whole.mirrored[0] || whole.mirrored[1]));
  BOOST_TEST((part.mirrored == mirrored));
  BOOST_TEST(part.modulus.value == whole.modulus.value, tolerance);
  BOOST_TEST(part.modulus.error == whole.modulus.error, boost::test_tools::tolerance(0.1));
  BOOST_TEST(part.load_factor == whole.load_factor, loose_tolerance);
  BOOST_TEST(part.loose_volume == whole.loose_volume, tolerance);
  BOOST_TEST(part.unknowns < 0.7 * whole.unknowns);
  BOOST_REQUIRE(part.passes.size() == whole.passes.size());
  const unsigned int n_parts = (1 + mirrored[0]) * (1 + mirrored[1]);
  for (std::size_t i = 0; i < part.passes.size(); ++i) {
    BOOST_TEST(n_parts * part.passes[i].cells == whole.passes[i].cells);
    BOOST_TEST(part.passes[i].modulus == whole.passes[i].modulus, tolerance);
    BOOST_TEST(part.passes[i].error_at_notches == whole.passes[i].error_at_notches,
               loose_tolerance);
    BOOST_TEST(part.passes[i].error_elsewhere == whole.passes[i].error_elsewhere, loose_tolerance);
  }
}

} // namespace

BOOST_AUTO_TEST_CASE(a_quarter_of_a_woodpile) {
  for (const bool bonded : {false, true})
    check(woodpile(0.), 100e-6, bonded, {true, true});
}

BOOST_AUTO_TEST_CASE(a_half) {
  // Two columns on a plate; free to slide along x, or along y.
  for (const bool across_x : {true, false})
    check(in_unit_box({across_x ? column(0.25, 0.4) : column(0.4, 0.25),
                       across_x ? column(0.75, 0.4) : column(0.4, 0.75),
                       std::make_shared<geometry::HalfSpace>(Point(0, 0, 0.3), up)}),
          0.125, false, {across_x, !across_x});
}

BOOST_AUTO_TEST_CASE(loose_parts) {
  std::vector<geometry::ShapePtr> parts = {column(0.5, 0.5)};
  for (const double x : {0.15, 0.85})
    parts.push_back(std::make_shared<geometry::Sphere>(Point(x, 0.5, 0.5), 0.12));
  // On one grid: the next is refined where errors are largest, and mirror images tie.
  check(in_unit_box(parts), 0.0625, true, {true, true}, 0);
}

BOOST_AUTO_TEST_CASE(print_variations_are_not_symmetric) {
  const auto printed = geometry::symmetric_part(woodpile(0.03));
  BOOST_TEST(!(printed.mirrored[0] || printed.mirrored[1]));
  BOOST_TEST(printed.box.volume() == woodpile(0.03).box.volume());
}

BOOST_AUTO_TEST_CASE(a_part_keeps_what_the_modulus_is_measured_by) {
  const auto whole = woodpile(0.), part = geometry::symmetric_part(whole);
  BOOST_TEST(part.cross_section_area == whole.cross_section_area / 4.);
  BOOST_TEST(part.envelope_volume == whole.envelope_volume / 4.);
  BOOST_TEST(part.height == whole.height);
  BOOST_TEST(part.box.lower_bound(0) == 0.);
  BOOST_TEST(part.box.upper_bound(0) == whole.box.upper_bound(0));
  // A part is not divided again.
  BOOST_TEST(geometry::symmetric_part(part).envelope_volume == part.envelope_volume);
}

BOOST_AUTO_TEST_SUITE_END()
