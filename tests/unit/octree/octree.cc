// SPDX-License-Identifier: LGPL-2.1-or-later
#include <meshes/geometry/shapes/csg.h>
#include <meshes/geometry/shapes/primitives.h>
#include <meshes/octree/connectivity.h>
#include <meshes/octree/moments.h>
#include <meshes/octree/octree.h>

#include <deal.II/base/mpi.h>

#include <boost/test/unit_test.hpp>

#include <cmath>
#include <numeric>

using namespace lacuna;
using geometry::Point;
using octree::Box;
using octree::CellClass;
using octree::Octree;

BOOST_AUTO_TEST_SUITE(octree_of_a_shape)

namespace {

struct Measure {
  double volume = 0., surface = 0.;
};

Measure measure(const Octree &tree) {
  Measure sum;
  const octree::Moments moments(1);
  for (const auto &cell : tree.triangulation().active_cell_iterators())
    if (cell->is_locally_owned() && tree.cell_class(cell) != CellClass::outside) {
      const auto pieces = tree.pieces(cell);
      const auto weights = moments.of(pieces, Octree::box_of(cell));
      sum.volume += cell->measure() * std::accumulate(weights.begin(), weights.end(), 0.);
      for (const auto &point : moments.on(pieces.surface))
        sum.surface += point.weight;
    }
  return {dealii::Utilities::MPI::sum(sum.volume, MPI_COMM_WORLD),
          dealii::Utilities::MPI::sum(sum.surface, MPI_COMM_WORLD)};
}

/** Errors relative to `exact` at two cell sizes, which must fall at the given rates. */
void check_rates(const geometry::ShapePtr &shape, const Box &box, double size, const Measure &exact,
                 double volume_rate, double surface_rate) {
  double volume[2], surface[2];
  for (unsigned int i = 0; i < 2; ++i) {
    const Measure m = measure(Octree(MPI_COMM_WORLD, shape, box, size / (1 << i)));
    volume[i] = std::abs(m.volume / exact.volume - 1.);
    surface[i] = std::abs(m.surface / exact.surface - 1.);
  }
  BOOST_TEST_MESSAGE("volume " << volume[0] << " " << volume[1] << ", surface " << surface[0] << " "
                               << surface[1]);
  BOOST_TEST(std::log2(volume[0] / volume[1]) > volume_rate - 0.2);
  BOOST_TEST(std::log2(surface[0] / surface[1]) > surface_rate - 0.3);
  BOOST_TEST(volume[1] < 4e-3);
  BOOST_TEST(surface[1] < 4e-3);
}

const Box unit_box({Point(0, 0, 0), Point(1, 1, 1)});

} // namespace

BOOST_AUTO_TEST_CASE(sphere_converges) {
  const double r = 0.37;
  check_rates(std::make_shared<geometry::Sphere>(Point(0.52, 0.49, 0.51), r), unit_box, 0.25,
              {4. / 3. * M_PI * r * r * r, 4. * M_PI * r * r}, 2., 2.);
}

BOOST_AUTO_TEST_CASE(cylinder_converges) {
  const double r = 0.31;
  dealii::Tensor<1, 3> axis({0, 0, 1});
  check_rates(std::make_shared<geometry::Cylinder>(Point(0.52, 0.49, 0), axis, r), unit_box, 0.25,
              {M_PI * r * r, 2. * M_PI * r}, 2., 2.);
}

BOOST_AUTO_TEST_CASE(crossed_strands_converge) {
  // Two cylinders of radius r, axes at right angles and 2 b apart. Their common part has the volume
  // ∫∫ (overlap) dx dy = ∫∫ max(0, s(x) + s(y) − 2 b), s(t) = √(r² − t²); area from its boundary.
  const double r = 0.3, b = 0.22;
  double overlap = 0., covered = 0.;
  const unsigned int n = 4000;
  const double top = std::sqrt(r * r - (2. * b - r) * (2. * b - r)), step = top / n;
  for (unsigned int i = 0; i < n; ++i)
    for (unsigned int j = 0; j < n; ++j) {
      const double x = (i + 0.5) * step, y = (j + 0.5) * step;
      const double sx = std::sqrt(r * r - x * x), sy = std::sqrt(r * r - y * y);
      if (sx + sy > 2. * b) {
        overlap += 4. * step * step * (sx + sy - 2. * b);
        covered += 4. * step * step * (r / sx + r / sy);
      }
    }
  const geometry::ShapePtr along_x = std::make_shared<geometry::Cylinder>(
                               Point(0.5, 0.51, 0.5 - b), dealii::Tensor<1, 3>({1, 0, 0}), r),
                           along_y = std::make_shared<geometry::Cylinder>(
                               Point(0.49, 0.5, 0.5 + b), dealii::Tensor<1, 3>({0, 1, 0}), r);
  // Strands lie within the box in z, from −0.02 to 1.02: take a taller one.
  const Box box({Point(0, 0, -0.1), Point(1, 1, 1.1)});
  // A block chamfers the crease between the strands: an area of the order of its size.
  check_rates(std::make_shared<geometry::Union>(std::vector<geometry::ShapePtr>{along_x, along_y}),
              box, 0.1, {2. * M_PI * r * r - overlap, 2. * 2. * M_PI * r - covered}, 2., 1.);
}

BOOST_AUTO_TEST_CASE(outside_cells_beside_the_shape_are_at_its_level) {
  Octree tree(MPI_COMM_WORLD, std::make_shared<geometry::Sphere>(Point(0.5, 0.5, 0.5), 0.2),
              unit_box, 0.1);
  for (unsigned int pass = 0; pass < 3; ++pass)
    tree.refine([&](const auto &cell) { return cell->center()[0] > 0.5 + 0.03 * pass; });

  std::vector<int> finest(tree.triangulation().n_vertices(), -1);
  for (const auto &cell : tree.triangulation().active_cell_iterators())
    if (!cell->is_artificial() && tree.cell_class(cell) != CellClass::outside)
      for (const unsigned int v : cell->vertex_indices())
        finest[cell->vertex_index(v)] = std::max(finest[cell->vertex_index(v)], cell->level());
  for (const auto &cell : tree.triangulation().active_cell_iterators())
    if (cell->is_locally_owned() && tree.cell_class(cell) == CellClass::outside)
      for (const unsigned int v : cell->vertex_indices())
        BOOST_TEST(finest[cell->vertex_index(v)] <= cell->level());
  BOOST_TEST(tree.n_cells() < tree.triangulation().n_global_active_cells());
}

BOOST_AUTO_TEST_CASE(loose_parts_are_found) {
  // A column from bottom to top, a ball in mid-air, and a stump on the bottom only.
  const dealii::Tensor<1, 3> up({0, 0, 1});
  const geometry::ShapePtr column =
                               std::make_shared<geometry::Cylinder>(Point(0.2, 0.2, 0), up, 0.1),
                           ball = std::make_shared<geometry::Sphere>(Point(0.7, 0.7, 0.5), 0.1),
                           stump = std::make_shared<geometry::Sphere>(Point(0.7, 0.2, 0), 0.15);
  Octree tree(
      MPI_COMM_WORLD,
      std::make_shared<geometry::Union>(std::vector<geometry::ShapePtr>{column, ball, stump}),
      unit_box, 0.0625);
  const octree::Connection connection = octree::find_connection(tree);
  for (const auto &cell : tree.triangulation().active_cell_iterators())
    if (cell->is_locally_owned() && tree.cell_class(cell) != CellClass::outside)
      BOOST_TEST(!connection.loose[cell->active_cell_index()].empty() == (cell->center()[0] > 0.4));
  BOOST_TEST(connection.loose_from == 0.);
  BOOST_TEST(connection.loose_to == 0.6, boost::test_tools::tolerance(0.03));
  tree.discard(connection.loose);
  BOOST_TEST(measure(tree).volume == M_PI * 0.01, boost::test_tools::tolerance(0.02));
}

BOOST_AUTO_TEST_CASE(cells_meet_two_to_one_across_a_period) {
  const auto everything = std::make_shared<geometry::Sphere>(Point(0.5, 0.5, 0.5), 2.);
  for (const bool periodic : {false, true}) {
    Octree tree(MPI_COMM_WORLD, everything, unit_box, 0.5, octree::CellCutter(), periodic);
    const int start = tree.triangulation().n_global_levels() - 1;
    for (unsigned int i = 0; i < 3; ++i)
      tree.refine([](const auto &cell) { return cell->vertex(0).norm() < 1e-9; });
    int opposite = 0;
    for (const auto &cell : tree.triangulation().active_cell_iterators())
      if (cell->is_locally_owned() && cell->vertex(7).distance(Point(1, 1, 1)) < 1e-9)
        opposite = cell->level();
    opposite = dealii::Utilities::MPI::max(opposite, MPI_COMM_WORLD);
    BOOST_TEST(opposite == start + (periodic ? 2 : 0));
  }
}

BOOST_AUTO_TEST_SUITE_END()
