// SPDX-License-Identifier: LGPL-2.1-or-later
#include <meshes/geometry/lattices/sphere_array.h>
#include <meshes/geometry/shapes/csg.h>
#include <meshes/morphometry/connected_parts.h>
#include <meshes/morphometry/euler_number.h>
#include <tests/scaffolds.h>

#include <boost/test/unit_test.hpp>

#include <cmath>

using namespace lacuna;
using geometry::Point;
using geometry::Shape;
using geometry::ShapePtr;
using morphometry::Phase;
using morphometry::VoxelImage;

namespace {

const dealii::BoundingBox<3> unit_cube({Point(0, 0, 0), Point(1, 1, 1)});

VoxelImage image_of(const ShapePtr &solid, const dealii::BoundingBox<3> &box = unit_cube,
                    bool periodic = false) {
  auto scaffold = tests::scaffold(solid, box);
  scaffold.periodic = periodic;
  return VoxelImage(MPI_COMM_WORLD, scaffold, 1. / 40.);
}

/** Around the z axis through the centre. */
class Torus : public Shape {
public:
  Torus(const Point &center, double radius, double tube)
      : center_(center), radius_(radius), tube_(tube) {}

  double distance(const Point &x) const override {
    const auto r = x - center_;
    return std::hypot(std::hypot(r[0], r[1]) - radius_, r[2]) - tube_;
  }

private:
  Point center_;
  double radius_, tube_;
};

/** Bars of 0.1 along the edges of a cube from 0.2 to 0.8. */
ShapePtr frame() {
  std::vector<ShapePtr> bars;
  for (int axis = 0; axis < 3; ++axis)
    for (int i = 0; i < 4; ++i) {
      Point lower(0.2, 0.2, 0.2), upper(0.3, 0.3, 0.3);
      upper[axis] = 0.8;
      for (const auto &[d, is_far] :
           {std::pair((axis + 1) % 3, i % 2 == 1), std::pair((axis + 2) % 3, i / 2 == 1)})
        if (is_far) {
          lower[d] = 0.7;
          upper[d] = 0.8;
        }
      bars.push_back(std::make_shared<geometry::Box>(lower, upper));
    }
  return std::make_shared<geometry::Union>(bars);
}

/** Strands along x, y and z that meet in the middle of each unit cube. */
class Grid : public Shape {
public:
  double distance(const Point &x) const override {
    double u[3];
    for (int d = 0; d < 3; ++d)
      u[d] = x[d] - std::floor(x[d]) - 0.5;
    return std::min({std::hypot(u[0], u[1]), std::hypot(u[1], u[2]), std::hypot(u[2], u[0])}) -
           0.15;
  }
};

} // namespace

BOOST_AUTO_TEST_SUITE(morphometry_parts)

BOOST_AUTO_TEST_CASE(euler_numbers_of_bodies) {
  const Point middle(0.5, 0.5, 0.5);
  const auto ball = std::make_shared<geometry::Sphere>(middle, 0.4);
  const auto hollow =
      std::make_shared<geometry::Complement>(std::make_shared<geometry::Sphere>(middle, 0.2));
  const auto shell = std::make_shared<geometry::Intersection>(std::vector<ShapePtr>{ball, hollow});
  const auto one = std::make_shared<Torus>(Point(0.3, 0.5, 0.5), 0.2, 0.08);
  const auto other = std::make_shared<Torus>(Point(0.7, 0.5, 0.5), 0.2, 0.08);
  const auto both = std::make_shared<geometry::Union>(std::vector<ShapePtr>{one, other});
  BOOST_TEST(euler_number(image_of(ball)).body == 1);
  BOOST_TEST(euler_number(image_of(shell)).body == 2); // one hollow
  BOOST_TEST(euler_number(image_of(one)).body == 0);   // one handle
  BOOST_TEST(euler_number(image_of(both)).body == -1); // two handles
  BOOST_TEST(euler_number(image_of(frame())).body == 8 - 12);
}

BOOST_AUTO_TEST_CASE(voxels_that_touch_at_a_corner_hang_together) {
  const auto a = std::make_shared<geometry::Box>(Point(0.25, 0.25, 0.25), Point(0.5, 0.5, 0.5));
  const auto b = std::make_shared<geometry::Box>(Point(0.5, 0.5, 0.5), Point(0.75, 0.75, 0.75));
  const auto both = std::make_shared<geometry::Union>(std::vector<ShapePtr>{a, b});
  BOOST_TEST(euler_number(image_of(both)).body == 1);
}

// Per cell one node and three strands: 1 − 3.
BOOST_AUTO_TEST_CASE(euler_number_of_an_endless_grid) {
  const auto grid = std::make_shared<Grid>();
  BOOST_TEST(euler_number(image_of(grid, unit_cube, true)).density == -2,
             boost::test_tools::tolerance(1e-12));
  // Cut from it; as a body it would have half of that.
  const dealii::BoundingBox<3> box({Point(0, 0, 0), Point(3, 3, 3)});
  const auto cut = euler_number(image_of(grid, box));
  BOOST_TEST(cut.body == 27 - 54);
  BOOST_TEST(std::abs(cut.density + 2.) < 0.1);
}

BOOST_AUTO_TEST_CASE(holes_in_a_cheese_are_closed) {
  const auto cheese = std::make_shared<geometry::Complement>(
      std::make_shared<geometry::SphereArray>(0.3, 0.5, 0.5));
  const VoxelImage image = image_of(cheese);
  const auto pores = connected_parts(image, Phase::pore);
  BOOST_TEST(pores.n_parts == 8);
  BOOST_TEST(pores.open_share == 0);
  BOOST_TEST(euler_number(image).body == 1 + 8);
  const auto solid = connected_parts(image, Phase::solid);
  BOOST_TEST(solid.n_parts == 1);
  BOOST_TEST(solid.open_share == 1);
  for (const double share : solid.through_share)
    BOOST_TEST(share == 1);
}

BOOST_AUTO_TEST_CASE(plates_part_the_specimen_along_z_alone) {
  std::vector<ShapePtr> parts;
  for (const double z : {0.2, 0.6})
    parts.push_back(std::make_shared<geometry::Box>(Point(-9, -9, z), Point(9, 9, z + 0.2)));
  const VoxelImage image = image_of(std::make_shared<geometry::Union>(parts));
  for (const auto &[phase, n_parts] : {std::pair(Phase::solid, 2), std::pair(Phase::pore, 3)}) {
    const auto found = connected_parts(image, phase);
    BOOST_TEST(found.n_parts == n_parts);
    BOOST_TEST(found.open_share == 1);
    BOOST_TEST(found.through_share[0] == 1);
    BOOST_TEST(found.through_share[1] == 1);
    BOOST_TEST(found.through_share[2] == 0);
  }
}

BOOST_AUTO_TEST_CASE(no_sphere_passes_a_wall_between_two_voxels) {
  const auto wall = std::make_shared<geometry::Box>(Point(-9, -9, 0.4915), Point(9, 9, 0.5085));
  const auto scaffold = tests::scaffold(wall, unit_cube);
  const VoxelImage coarse(MPI_COMM_WORLD, scaffold, 1. / 10.),
      finest(MPI_COMM_WORLD, scaffold, 1. / 125.);
  const std::vector<float> room(coarse.size(), 0.05f);
  BOOST_TEST(throat(coarse, Phase::pore, room, finest, 0) == 0.1,
             boost::test_tools::tolerance(1e-6));
  BOOST_TEST(std::isnan(throat(coarse, Phase::pore, room, finest, 2)));
  // The larger voxels alone do not show it.
  BOOST_TEST(connected_parts(coarse, Phase::pore).n_parts == 1);
  BOOST_TEST(connected_parts(finest, Phase::pore).n_parts == 2);
}

BOOST_AUTO_TEST_CASE(a_cylinder_ends_at_a_quarter_of_its_side) {
  auto scaffold = tests::scaffold(
      std::make_shared<geometry::Cylinder>(Point(0.5, 0.5, 0.5), Point(1, 0, 0), 0.1), unit_cube);
  scaffold.envelope = std::make_shared<geometry::CappedCylinder>(Point(0.5, 0.5, 0), 0.5, 1.);
  const VoxelImage image(MPI_COMM_WORLD, scaffold, 1. / 40.);
  const auto rod = connected_parts(image, Phase::solid);
  BOOST_TEST(rod.through_share[0] == 1);
  BOOST_TEST(rod.through_share[1] == 0);
  BOOST_TEST(rod.through_share[2] == 0);
}

BOOST_AUTO_TEST_SUITE_END()
