// SPDX-License-Identifier: LGPL-2.1-or-later
#include <meshes/geometry/scaffold/envelope.h>
#include <meshes/geometry/scaffold/scaffold.h>
#include <tests/unit/geometry/sampling.h>

#include <boost/test/unit_test.hpp>

using namespace lacuna::geometry;

BOOST_AUTO_TEST_SUITE(geometry_envelope)

BOOST_AUTO_TEST_CASE(walls_are_solid_and_within_the_envelope) {
  for (const EnvelopeShape shape : {EnvelopeShape::disc, EnvelopeShape::box})
    BOOST_TEST_CONTEXT(lacuna::params::word(shape)) {
      GeometryParameters p;
      p.envelope.shape = shape;
      p.envelope.size = shape == EnvelopeShape::box ? std::vector<double>{4e-3, 3e-3, 1e-3}
                                                    : std::vector<double>{4e-3, 1e-3};
      p.envelope.rim_thickness = 300e-6;
      p.envelope.plate_thickness = 100e-6;
      const Scaffold s = make_scaffold(p, 1);
      const double side = 0.5 * (shape == EnvelopeShape::box ? 3e-3 : 4e-3);
      BOOST_TEST(s.solid->distance(Point(0.13e-3, side - 290e-6, 0.33e-3)) < 0.);
      BOOST_TEST(s.solid->distance(Point(0, side + 1e-6, 0.33e-3)) > 0.);
      BOOST_TEST(s.solid->distance(Point(0.4e-3, 0.4e-3, 90e-6)) < 0.);
      BOOST_TEST(s.solid->distance(Point(0.4e-3, 0.4e-3, 1e-3 - 90e-6)) < 0.);
      BOOST_TEST(s.solid->distance(Point(0, 0, 1e-3 + 1e-6)) > 0.);
      BOOST_TEST(largest_slope(*s.solid, s.box, 50000) <= 1. + 1e-8);
    }
}

BOOST_AUTO_TEST_CASE(there_is_pore_space_between_walls) {
  GeometryParameters p;
  p.scaffold.lattice = "cubic";
  p.scaffold.strand_diameter = 200e-6;
  p.envelope.size = {4e-3, 4e-3};
  const double porosity =
      1. - solid_fraction(*make_scaffold(p, 1).solid, make_scaffold(p, 1).box, 60);
  p.envelope.rim_thickness = 0.5e-3;
  const Scaffold walled = make_scaffold(p, 1);
  const double with_rim = 1. - solid_fraction(*walled.solid, walled.box, 60);
  // The box has 1 − π/4 of itself outside; pores are left within 3 of 4 mm of the diameter.
  const double outside = 1. - M_PI / 4.;
  BOOST_TEST(with_rim - outside == (porosity - outside) * 9. / 16.,
             boost::test_tools::tolerance(0.03));
}

BOOST_AUTO_TEST_CASE(a_block_of_cells_stands_for_a_larger_specimen) {
  GeometryParameters p;
  p.envelope.rim_thickness = 0.5e-3;
  const auto block = representative_block(p, 2);
  BOOST_TEST_REQUIRE(block.has_value());
  BOOST_TEST((block->envelope.shape == EnvelopeShape::box));
  BOOST_TEST(block->envelope.rim_thickness == 0.);
  BOOST_TEST(!block->print.varies());
  const std::vector<double> size{1.6e-3, 1.6e-3, 1.28e-3};
  BOOST_TEST(block->envelope.size == size, boost::test_tools::tolerance(1e-12)
                                               << boost::test_tools::per_element());
  BOOST_TEST(!representative_block(p, 0).has_value());
  BOOST_TEST(!representative_block(*block, 2).has_value());
  BOOST_TEST(representative_block(*block, 1).has_value());
  p.scaffold.lattice = "surface";
  BOOST_TEST(!representative_block(p, 2).has_value());
}

BOOST_AUTO_TEST_SUITE_END()
