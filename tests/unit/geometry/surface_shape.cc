// SPDX-License-Identifier: LGPL-2.1-or-later
#include <meshes/geometry/scaffold/grading.h>
#include <meshes/geometry/shapes/csg.h>
#include <meshes/geometry/shapes/primitives.h>
#include <meshes/geometry/surface/surface_repair.h>
#include <meshes/geometry/surface/surface_shape.h>
#include <tests/unit/geometry/meshes.h>
#include <tests/unit/geometry/sampling.h>

#include <boost/test/unit_test.hpp>

using namespace lacuna::geometry;

namespace {

TriangleMesh merged(const TriangleMesh &mesh) {
  return repaired(mesh, 1e-6, 0., [](const std::string &) {});
}

/** The nearest of all triangles, one by one, by a search of the nearest point that takes no
 * regions. */
double distance_by_brute_force(const TriangleMesh &mesh, const Vector &x) {
  double nearest = 1e9;
  for (unsigned int t = 0; t < mesh.triangles.size(); ++t) {
    const auto corner = mesh.corners(t);
    const Vector normal = dealii::cross_product_3d(corner[1] - corner[0], corner[2] - corner[0]);
    bool within = true;
    for (unsigned int i = 0; i < 3; ++i) {
      const Vector &a = corner[i], side = corner[(i + 1) % 3] - a;
      const double t_side = std::clamp(side * (x - a) / side.norm_square(), 0., 1.);
      nearest = std::min(nearest, (x - a - t_side * side).norm());
      within = within && dealii::cross_product_3d(side, x - a) * normal >= 0;
    }
    if (within)
      nearest = std::min(nearest, std::abs(normal * (x - corner[0])) / normal.norm());
  }
  return nearest;
}

/** Balls within an envelope that has a rim of 0.2, as a scaffold is made. */
ShapePtr balls_within(const ShapePtr &envelope) {
  std::vector<ShapePtr> solid = {
      std::make_shared<Complement>(std::make_shared<Offset>(envelope, -0.2))};
  for (int i = 0; i < 5; ++i)
    solid.push_back(std::make_shared<Sphere>(Point(i - 2, 3 - 0.2 * i, 0.3), 0.7));
  return std::make_shared<Intersection>(
      std::vector<ShapePtr>{std::make_shared<Union>(solid), envelope});
}

} // namespace

BOOST_AUTO_TEST_SUITE(geometry_surface_shape)

BOOST_AUTO_TEST_CASE(cube_is_the_box_everywhere) {
  const SurfaceShape surface(merged(cube(2., Vector({-1, -1, -1}))), 1e-3, Vector({1, 2, 3}));
  const Point low(1 - 1e-3, 2 - 1e-3, 3 - 1e-3), high(1 + 1e-3, 2 + 1e-3, 3 + 1e-3);
  const Box box(low, high);
  const dealii::BoundingBox<3> around({Point(0.997, 1.997, 2.997), Point(1.003, 2.003, 3.003)});
  for (int i = 0; i < 20000; ++i) {
    const Point x = random_point(around, i);
    BOOST_TEST(std::abs(surface.distance(x) - box.distance(x)) < 1e-15);
  }
  BOOST_TEST(std::abs(surface.volume() - 8e-9) < 1e-20);
  BOOST_TEST(std::abs(surface.area() - 24e-6) < 1e-17);
  BOOST_TEST(surface.box().get_boundary_points().first.distance(low) < 1e-15);
}

BOOST_AUTO_TEST_CASE(nearest_triangle_is_found) {
  TriangleMesh mesh = merged(torus(3., 1., 40, 20));
  const SurfaceShape surface(mesh, 1.);
  const dealii::BoundingBox<3> box({Point(-5, -5, -2), Point(5, 5, 2)});
  for (int i = 0; i < 2000; ++i) {
    const Point x = random_point(box, i);
    BOOST_TEST(std::abs(std::abs(surface.distance(x)) - distance_by_brute_force(mesh, Vector(x))) <
               1e-12);
    const double ring = std::hypot(std::hypot(x[0], x[1]) - 3, x[2]) - 1; // of the smooth torus
    if (std::abs(ring) > 0.03)
      BOOST_TEST((surface.distance(x) < 0) == (ring < 0));
  }
}

// A spike whose tip has a normal that some of its triangles turn against, and a deep notch: where
// the normals of single triangles give the wrong sign.
BOOST_AUTO_TEST_CASE(sign_is_right_at_sharp_corners) {
  for (const double height : {-0.8, 0.05, 20.}) {
    TriangleMesh mesh = cube(2., Vector({-1, -1, -1}));
    mesh.triangles.erase(mesh.triangles.begin() + 2, mesh.triangles.begin() + 4); // the top
    mesh.vertices.push_back({0.9f, 0.9f, float(1 + height)});
    for (const auto &[a, b] : {std::pair{4u, 5u}, {5u, 7u}, {7u, 6u}, {6u, 4u}})
      mesh.triangles.push_back({a, b, 8u});
    mesh = merged(mesh);
    const SurfaceShape surface(mesh, 1.);
    // Around the tip, by the half spaces of its four triangles: all of them for a spike, any of
    // them for a notch.
    for (int i = 0; i < 5000; ++i) {
      const dealii::BoundingBox<3> near(
          {Point(0.87, 0.87, 0.97 + height), Point(0.93, 0.93, 1.03 + height)});
      const Point x = random_point(near, i);
      bool all = true, any = false;
      for (unsigned int t = 0; t < mesh.triangles.size(); ++t) {
        const auto [a, b, c] = mesh.corners(t);
        const Vector tip({double(0.9f), double(0.9f), double(float(1 + height))});
        if (std::min({(a - tip).norm(), (b - tip).norm(), (c - tip).norm()}) > 1e-9)
          continue;
        const bool behind = dealii::cross_product_3d(b - a, c - a) * (Vector(x) - tip) < 0;
        all = all && behind;
        any = any || behind;
      }
      const bool inside = height > 0 ? all : any;
      if (std::abs(x[0]) < 0.95 && std::abs(x[1]) < 0.95)
        BOOST_TEST((surface.distance(x) < 0) == inside);
    }
  }
}

BOOST_AUTO_TEST_CASE(bounds_spare_evaluations_and_change_no_value) {
  const TriangleMesh mesh = merged(torus(3., 1., 60, 30));
  const auto surface = std::make_shared<SurfaceShape>(mesh, 1.);
  surface->know_bounds();
  const ShapePtr bounded = balls_within(surface),
                 plain = balls_within(std::make_shared<SurfaceShape>(mesh, 1.));
  const dealii::BoundingBox<3> box({Point(-6, -6, -3), Point(6, 6, 3)});
  int n_narrow = 0;
  constexpr int n = 20000;
  for (int i = 0; i < n; ++i) {
    const Point x = random_point(box, i);
    BOOST_TEST(bounded->distance(x) == plain->distance(x));
    BOOST_TEST(bounded->contains(x) == (plain->distance(x) < 0));
    const Bounds known = surface->bounds(x), all = bounded->bounds(x);
    const double phi = surface->distance(x);
    BOOST_TEST((known.low <= phi && phi <= known.high));
    BOOST_TEST((all.low <= bounded->distance(x) && bounded->distance(x) <= all.high));
    n_narrow += known.high - known.low < 0.2;
  }
  BOOST_TEST(n_narrow > n / 8); // a seventh of the points lie in the grid's box
  BOOST_TEST(std::isinf(plain->bounds(Point()).low));
}

BOOST_AUTO_TEST_CASE(distance_is_lipschitz) {
  const SurfaceShape surface(merged(torus(3e-3, 1e-3, 30, 15)), 1.);
  const dealii::BoundingBox<3> box({Point(-5e-3, -5e-3, -2e-3), Point(5e-3, 5e-3, 2e-3)});
  BOOST_TEST(largest_slope(surface, box) < 1 + 1e-9);
}

BOOST_AUTO_TEST_SUITE_END()
