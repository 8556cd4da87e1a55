// SPDX-License-Identifier: LGPL-2.1-or-later
#include <meshes/geometry/lattices/sphere_array.h>
#include <meshes/geometry/shapes/csg.h>
#include <meshes/morphometry/morphometry.h>
#include <tests/scaffolds.h>

#include <boost/test/unit_test.hpp>

#include <cmath>

using namespace lacuna;
using geometry::Point;
using geometry::ShapePtr;

namespace {

const dealii::BoundingBox<3> cube3({Point(0, 0, 0), Point(3, 3, 3)});

/** With `n` voxels across a strand of diameter 1. */
morphometry::Morphometry measured(const ShapePtr &solid, const dealii::BoundingBox<3> &box,
                                  double n) {
  const auto [lower, upper] = box.get_boundary_points();
  const auto cut = std::make_shared<geometry::Intersection>(
      std::vector<ShapePtr>{solid, std::make_shared<geometry::Box>(lower, upper)});
  return morphometry::measure(MPI_COMM_WORLD, tests::scaffold(cut, box),
                              morphometry::MeasureOptions{8. / n});
}

/** Plates of 0.4 at a distance of 1 across z, all through the box. */
ShapePtr plates() {
  std::vector<ShapePtr> parts;
  for (int k = 0; k < 3; ++k)
    parts.push_back(
        std::make_shared<geometry::Box>(Point(-9, -9, k + 0.3), Point(12, 12, k + 0.7)));
  return std::make_shared<geometry::Union>(parts);
}

} // namespace

BOOST_AUTO_TEST_SUITE(morphometry_thickness)

// The error allowed is 2 %; quantised radii are off by 6 % at 20 voxels.
BOOST_AUTO_TEST_CASE(rods_of_any_tilt_and_offset) {
  for (const double n : {5., 8., 20.})
    for (int i = 0; i < 3; ++i) {
      const Point axis(1.5 + 0.013 + 0.11 * i, 1.5 + 0.027 + 0.07 * i, 1.5);
      const dealii::Tensor<1, 3> direction({0.2 * i, 0.37 * i, 1.});
      const auto m = measured(std::make_shared<geometry::Cylinder>(axis, direction, 0.5), cube3, n);
      BOOST_TEST(std::abs(m.strand_thickness.mean - 1.) < 0.005);
      BOOST_TEST(m.strand_thickness.standard_deviation < 0.005);
      BOOST_TEST(std::abs(m.strand_thickness.largest - 1.) < 0.01);
    }
}

BOOST_AUTO_TEST_CASE(touching_spheres_and_the_pores_between_them) {
  const auto m = measured(std::make_shared<geometry::SphereArray>(1., 1., 0.5), cube3, 16.);
  BOOST_TEST(std::abs(m.strand_thickness.mean - 1.) < 0.01);
  BOOST_TEST(std::abs(m.pore_size.largest - (std::sqrt(3.) - 1.)) < 0.02 * 0.73);
  for (const double throat : m.throat) // the window between four spheres
    BOOST_TEST(std::abs(throat - (std::sqrt(2.) - 1.)) < 0.03 * 0.41);
}

BOOST_AUTO_TEST_CASE(stack_of_plates) {
  const auto m = measured(plates(), cube3, 16.);
  BOOST_TEST(std::abs(m.porosity() - 0.6) < 2e-3);
  BOOST_TEST(std::abs(m.strand_thickness.mean - 0.4) < 0.004);
  BOOST_TEST(std::abs(m.pore_size.mean - 0.6) < 0.006);
  BOOST_TEST(std::abs(m.mid_axis_distance - 1.) < 0.02);
  BOOST_TEST(std::abs(m.throat[0] - 0.6) < 0.006);
  BOOST_TEST(std::isnan(m.throat[2]));
}

// Two hollows of diameter 1.2 that a channel of 0.2 joins to each other and to the ends.
BOOST_AUTO_TEST_CASE(narrow_throat_between_wide_pores) {
  std::vector<ShapePtr> pores = {std::make_shared<geometry::Cylinder>(
      Point(1.513, 1.487, 0), dealii::Tensor<1, 3>({0., 0., 1.}), 0.1)};
  for (const double z : {0.7, 2.3})
    pores.push_back(std::make_shared<geometry::Sphere>(Point(1.513, 1.487, z), 0.6));
  const auto solid =
      std::make_shared<geometry::Complement>(std::make_shared<geometry::Union>(pores));
  const auto m =
      measured(solid, dealii::BoundingBox<3>({Point(0.8, 0.8, 0), Point(2.2, 2.2, 3)}), 80.);
  BOOST_TEST(m.pore_voxel_size < 0.2 / 7.);
  BOOST_TEST(std::abs(m.throat[2] - 0.2) < 0.03 * 0.2);
  BOOST_TEST(std::isnan(m.throat[0]));
  BOOST_TEST(std::abs(m.pore_size.largest - 1.2) < 0.02 * 1.2);
}

BOOST_AUTO_TEST_CASE(histogram_holds_every_voxel_once) {
  const auto m = measured(plates(), cube3, 16.);
  const auto &t = m.strand_thickness;
  std::uint64_t n = 0, near = 0;
  for (std::size_t bin = 0; bin < t.histogram.size(); ++bin) {
    n += t.histogram[bin];
    if (std::abs((bin + 0.5) * t.bin_width - 0.4) < 0.02)
      near += t.histogram[bin];
  }
  BOOST_TEST(n > 0.9 * 0.4 * 48 * 48 * 48);
  BOOST_TEST(n <= 0.4 * 48 * 48 * 48 * 1.1);
  BOOST_TEST(near == n);
}

BOOST_AUTO_TEST_CASE(nothing_to_measure) {
  const auto m =
      measured(std::make_shared<geometry::Box>(Point(-9, -9, -9), Point(9, 9, 9)), cube3, 4.);
  BOOST_TEST(std::abs(m.porosity()) < 2e-3);
  BOOST_TEST(std::isnan(m.strand_thickness.mean));
  BOOST_TEST(std::isnan(m.pore_size.mean));
  BOOST_TEST(std::isnan(m.mid_axis_distance));
  BOOST_TEST(std::isnan(m.throat[0]));
}

BOOST_AUTO_TEST_SUITE_END()
