// SPDX-License-Identifier: LGPL-2.1-or-later
#include <meshes/geometry/shapes/csg.h>
#include <meshes/geometry/shapes/primitives.h>
#include <meshes/octree/moments.h>

#include <boost/test/unit_test.hpp>

#include <cmath>
#include <numeric>

using namespace lacuna;
using geometry::Point;
using octree::Box;
using octree::CellClass;

BOOST_AUTO_TEST_SUITE(cell_cutter)

namespace {
const Box cell({Point(0.1, 0.2, 0.3), Point(1.1, 1.0, 1.5)});

dealii::Tensor<1, 3> unit(double x, double y, double z) {
  const dealii::Tensor<1, 3> v({x, y, z});
  return v / v.norm();
}

double monomial(const Point &x, unsigned int i, unsigned int j, unsigned int k) {
  return std::pow(x[0], i) * std::pow(x[1], j) * std::pow(x[2], k);
}
} // namespace

BOOST_AUTO_TEST_CASE(a_plane_cuts_the_volume_it_should) {
  // A plane through the centre halves the cell whatever its slope.
  for (const auto &normal : {unit(1, 0, 0), unit(1, 2, 3), unit(-3, 1, 0.2)}) {
    const geometry::HalfSpace half(cell.center(), normal);
    for (unsigned int degree = 1; degree <= 3; ++degree) {
      const octree::Moments moments(degree);
      const auto weights = moments.of(octree::CellCutter().cut(half, cell), cell);
      BOOST_TEST(std::accumulate(weights.begin(), weights.end(), 0.) == 0.5,
                 boost::test_tools::tolerance(1e-12));
    }
  }
}

BOOST_AUTO_TEST_CASE(volume_and_surface_obey_the_divergence_theorem) {
  // ∫ ∂_x f = ∮ f n_x with f a product of powers up to p: what makes the patch test exact.
  const geometry::Sphere sphere(Point(0.3, 0.4, 0.6), 0.6);
  const octree::CellCutter cutter;
  for (unsigned int p = 1; p <= 3; ++p) {
    const octree::Moments moments(p);
    const auto pieces = cutter.cut(sphere, cell);
    const auto weights = moments.of(pieces, cell);
    double volume = 0., surface = 0.;
    const dealii::QGauss<3> gauss(moments.n_points_1d());
    for (unsigned int q = 0; q < gauss.size(); ++q)
      volume +=
          weights[q] * cell.volume() * p * monomial(cell.unit_to_real(gauss.point(q)), p - 1, p, p);
    for (const auto &point : moments.on(pieces.surface))
      surface += point.weight * point.normal[0] * monomial(point.position, p, p, p);
    for (unsigned int face = 0; face < 6; ++face)
      for (const auto &point : moments.on(cutter.cut_face(sphere, cell, face)))
        surface += point.weight * point.normal[0] * monomial(point.position, p, p, p);
    BOOST_TEST(volume == surface, boost::test_tools::tolerance(1e-11));
  }
}

BOOST_AUTO_TEST_CASE(a_shape_and_its_complement_fill_the_cell) {
  const auto sphere = std::make_shared<geometry::Sphere>(Point(0.3, 0.4, 0.6), 0.6);
  const geometry::Complement outside(sphere);
  const octree::Moments moments(2);
  const octree::CellCutter cutter(3);
  const auto in = moments.of(cutter.cut(*sphere, cell), cell);
  const auto out = moments.of(cutter.cut(outside, cell), cell);
  // Pieces are integrated exactly up to degree 3p only; ℓ_q has degree 4p.
  double largest = 0.;
  for (unsigned int q = 0; q < moments.n_points(); ++q)
    largest = std::max(largest, std::abs(in[q] + out[q] - moments.full()[q]));
  BOOST_TEST(largest < 1e-9);
}

BOOST_AUTO_TEST_CASE(classes) {
  const octree::CellCutter cutter;
  const auto cell_class = [&](const geometry::Shape &shape) {
    return cutter.classify(shape, cell);
  };
  BOOST_TEST((cell_class(geometry::Sphere(cell.center(), 5.)) == CellClass::inside));
  BOOST_TEST((cell_class(geometry::Sphere(Point(9, 9, 9), 1.)) == CellClass::outside));
  BOOST_TEST((cell_class(geometry::Sphere(cell.center(), 0.3)) == CellClass::cut));
  // A rod through two opposite faces touches no corner of the cell.
  const geometry::Cylinder rod(cell.center(), unit(1, 0, 0), 0.25);
  BOOST_TEST((cell_class(rod) == CellClass::cut));
  // Too thin for the lattice, but not overlooked where that is asked for.
  const geometry::Sphere speck(cell.unit_to_real(Point(0.37, 0.37, 0.37)), 0.01);
  BOOST_TEST((cell_class(speck) == CellClass::outside));
  BOOST_TEST(cutter.may_touch(speck, cell));
  BOOST_TEST(!cutter.may_touch(geometry::Sphere(Point(9, 9, 9), 1.), cell));
}

BOOST_AUTO_TEST_SUITE_END()
