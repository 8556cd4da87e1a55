// SPDX-License-Identifier: LGPL-2.1-or-later
#include <meshes/geometry/shapes/csg.h>
#include <meshes/geometry/shapes/primitives.h>
#include <meshes/octree/notch.h>

#include <deal.II/base/mpi.h>

#include <boost/test/unit_test.hpp>

#include <cmath>

using namespace lacuna;
using geometry::Point;
using octree::Box;
using octree::Octree;

BOOST_AUTO_TEST_SUITE(notches)

namespace {

const Box unit_box({Point(0, 0, 0), Point(1, 1, 1)});

/** Marked cells of the shape on all ranks for which `holds`. */
template <typename Predicate>
unsigned int n_marked(const Octree &tree, const Predicate &holds) {
  const auto marked = octree::cells_at_notches(tree, M_PI / 4.);
  unsigned int n = 0;
  for (const auto &cell : tree.triangulation().active_cell_iterators())
    if (cell->is_locally_owned() && tree.cell_class(cell) != octree::CellClass::outside)
      n += marked[cell->active_cell_index()] && holds(cell->center());
  return dealii::Utilities::MPI::sum(n, MPI_COMM_WORLD);
}

} // namespace

BOOST_AUTO_TEST_CASE(edges_at_platens) {
  const auto anywhere = [](const Point &) { return true; };
  const auto rod = [&](double z) {
    const auto shape = std::make_shared<geometry::Cylinder>(Point(0.5, 0, z),
                                                            dealii::Tensor<1, 3>({0, 1, 0}), 0.3);
    return Octree(MPI_COMM_WORLD, shape, unit_box, 0.125);
  };
  // A rod on a narrow flat, up to |x − 0.5| = 0.108.
  for (const double z : {0.28, 0.72}) {
    const Octree tree = rod(z);
    const double platen = std::round(z);
    BOOST_TEST(n_marked(tree, [&](const Point &x) {
                 return std::abs(x[2] - platen) < 0.125 && std::abs(x[0] - 0.5) < 0.125;
               }) == 16);
    BOOST_TEST(n_marked(tree, [&](const Point &x) {
                 return std::abs(x[2] - platen) > 0.25 || std::abs(x[0] - 0.5) > 0.35;
               }) == 0);
  }
  // One that touches no platen, and half of one, that rises from it at a right angle.
  for (const double z : {0.5, 0., 1.})
    BOOST_TEST(n_marked(rod(z), anywhere) == 0);
}

BOOST_AUTO_TEST_CASE(neighbours_across_a_period) {
  // A square channel along y, a little inside of the face x = 0.
  const auto channel = [](double x) {
    return std::make_shared<geometry::Box>(Point(x, -2., 0.3), Point(x + 0.2, 3., 0.6));
  };
  const auto solid = std::make_shared<geometry::Complement>(std::make_shared<geometry::Union>(
      std::vector<geometry::ShapePtr>{channel(0.02), channel(1.02)}));
  for (const bool periodic : {false, true}) {
    const Octree tree(MPI_COMM_WORLD, solid, unit_box, 0.125, octree::CellCutter(), periodic);
    const auto at_far_face = [](const Point &x) { return x[0] > 0.875; };
    // Two edges along eight cells.
    BOOST_TEST(n_marked(tree, at_far_face) == (periodic ? 16 : 0));
  }
}

BOOST_AUTO_TEST_SUITE_END()
