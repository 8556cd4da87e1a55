// SPDX-License-Identifier: LGPL-2.1-or-later
#include <meshes/geometry/shapes/csg.h>
#include <meshes/geometry/shapes/primitives.h>
#include <meshes/octree/cell_components.h>
#include <meshes/octree/connectivity.h>

#include <deal.II/base/mpi.h>

#include <boost/test/unit_test.hpp>

using namespace lacuna;
using geometry::Point;
using geometry::ShapePtr;
using octree::Box;
using octree::CellClass;
using octree::CellComponents;
using octree::Octree;

BOOST_AUTO_TEST_SUITE(connectivity)

namespace {

const Box unit_box({Point(0, 0, 0), Point(1, 1, 1)});
constexpr double cell_size = 0.125;

ShapePtr block(const Point &lower, const Point &upper) {
  return std::make_shared<geometry::Box>(lower, upper);
}

ShapePtr both(const ShapePtr &a, const ShapePtr &b) {
  return std::make_shared<geometry::Union>(std::vector<ShapePtr>{a, b});
}

/** All of the unit box but a layer across z that begins at `height`. */
ShapePtr parted(double height, double gap) {
  return both(block(Point(-1, -1, -1), Point(2, 2, height)),
              block(Point(-1, -1, height + gap), Point(2, 2, 2)));
}

unsigned int n_components(const geometry::Shape &shape) {
  return CellComponents(octree::CellCutter(), shape, unit_box).size();
}

/** Over all ranks, of the cells of the shape. */
template <typename Holds>
unsigned int count(const Octree &tree, const Holds &holds) {
  unsigned int n = 0;
  for (const auto &cell : tree.triangulation().active_cell_iterators())
    n += cell->is_locally_owned() && tree.cell_class(cell) != CellClass::outside && holds(cell);
  return dealii::Utilities::MPI::sum(n, MPI_COMM_WORLD);
}

} // namespace

BOOST_AUTO_TEST_CASE(parts_within_a_cell_are_told_apart_however_thin_the_gap) {
  BOOST_TEST(n_components(*block(Point(-1, -1, -1), Point(2, 2, 2))) == 1);
  BOOST_TEST(n_components(*block(Point(2, 2, 2), Point(3, 3, 3))) == 0);
  for (const double gap : {0.3, 0.1, 0.01})
    for (const double height : {0.25, 0.4, 0.5, 0.6})
      BOOST_TEST(n_components(*parted(height, gap)) == 2);
  // Rounded parts that touch, and the same a little apart.
  const auto spheres = [](double distance) {
    return both(std::make_shared<geometry::Sphere>(Point(0.5 - 0.5 * distance, 0.52, 0.47), 0.3),
                std::make_shared<geometry::Sphere>(Point(0.5 + 0.5 * distance, 0.52, 0.47), 0.3));
  };
  BOOST_TEST(n_components(*spheres(0.55)) == 1);
  BOOST_TEST(n_components(*spheres(0.61)) == 2);
}

BOOST_AUTO_TEST_CASE(a_gap_thinner_than_a_block_of_a_cell_parts_the_platens) {
  for (const double gap : {0.02, 0.005})
    for (const double height : {0.5, 0.55, 0.5625, 0.61}) {
      const Octree tree(MPI_COMM_WORLD, parted(height, gap), unit_box, cell_size);
      const octree::Connection connection = octree::find_connection(tree);
      BOOST_TEST(connection.standing_to <= height);
      BOOST_TEST(connection.standing_to >= height - cell_size / 4.);
      BOOST_TEST(connection.hanging_from >= height + gap);
      BOOST_TEST(connection.hanging_from <= height + gap + cell_size / 4.);
      const auto n_loose = count(tree, [&](const auto &cell) {
        return !connection.loose[cell->active_cell_index()].empty();
      });
      BOOST_TEST(n_loose == 512);
    }
}

BOOST_AUTO_TEST_CASE(a_loose_part_goes_from_the_cells_that_it_shares_with_others) {
  // A column, and beside it in the same cells one that ends below the upper platen.
  const ShapePtr solid = both(block(Point(0.2, 0.2, -1), Point(0.42, 0.42, 2)),
                              block(Point(0.45, 0.2, -1), Point(0.67, 0.42, 0.98)));
  Octree tree(MPI_COMM_WORLD, solid, unit_box, cell_size);
  const octree::Connection connection = octree::find_connection(tree);
  BOOST_TEST(connection.loose_from == 0.);
  BOOST_TEST(connection.loose_to == 0.96875, boost::test_tools::tolerance(1e-12));
  BOOST_TEST(count(tree, [&](const auto &cell) {
               return connection.bridging[cell->active_cell_index()];
             }) == 0);
  tree.discard(connection.loose);
  double volume = 0.;
  for (const auto &cell : tree.triangulation().active_cell_iterators())
    if (cell->is_locally_owned() && tree.cell_class(cell) != CellClass::outside)
      volume += tree.pieces(cell).volume(Octree::box_of(cell));
  volume = dealii::Utilities::MPI::sum(volume, MPI_COMM_WORLD);
  BOOST_TEST(volume == 0.22 * 0.22, boost::test_tools::tolerance(0.03));
}

BOOST_AUTO_TEST_CASE(cells_across_a_slit_bridge_it) {
  // On a face between cells, and within them; both halves stand between the platens.
  for (const double slit : {0.5, 0.53}) {
    const ShapePtr solid = both(block(Point(-1, -1, -1), Point(slit - 0.005, 2, 2)),
                                block(Point(slit + 0.005, -1, -1), Point(2, 2, 2)));
    const Octree tree(MPI_COMM_WORLD, solid, unit_box, cell_size);
    const octree::Connection connection = octree::find_connection(tree);
    const auto bridges = [&](const auto &cell) {
      return connection.bridging[cell->active_cell_index()];
    };
    const auto is_at_slit = [&](const auto &cell) {
      return cell->vertex(0)[0] < slit + 1e-6 && cell->vertex(1)[0] > slit - 1e-6;
    };
    BOOST_TEST(count(tree, bridges) == count(tree, is_at_slit));
    BOOST_TEST(count(tree, [&](const auto &cell) { return bridges(cell) != is_at_slit(cell); }) ==
               0);
    BOOST_TEST(connection.loose_from > connection.loose_to);
  }
}

BOOST_AUTO_TEST_CASE(a_thin_bridge_connects_cells_of_different_size) {
  const ShapePtr solid =
      both(parted(0.4, 0.2), block(Point(0.505, 0.505, 0), Point(0.515, 0.515, 1)));
  for (const bool coarse_above : {false, true}) {
    Octree tree(MPI_COMM_WORLD, solid, unit_box, cell_size);
    for (unsigned int i = 0; i < 2; ++i)
      tree.refine([&](const auto &cell) { return (cell->center()[2] < 0.5) == coarse_above; });
    const octree::Connection connection = octree::find_connection(tree);
    // The bridge is narrower than the blocks of the coarser cells, which do not see it.
    BOOST_TEST(connection.standing_to < connection.hanging_from);
    for (unsigned int i = 0; i < 3; ++i)
      tree.refine([](const auto &cell) {
        const double near = 0.5 * cell->extent_in_direction(0) + 0.02;
        return std::abs(cell->center()[0] - 0.51) < near &&
               std::abs(cell->center()[1] - 0.51) < near;
      });
    BOOST_TEST(octree::find_connection(tree).loose_from > 1.);
  }
}

BOOST_AUTO_TEST_CASE(cells_are_voxels_or_whole_parts_of_them) {
  const std::array<double, 3> spacing = {0.034, 0.034, 0.05};
  const std::array<unsigned int, 3> n = {25, 7, 11};
  const Box box({Point(0.1, 0, 0), Point(0.1 + 25 * 0.034, 7 * 0.034, 11 * 0.05)});
  const geometry::VoxelGrid voxels{spacing, Point(0.1 - 3 * 0.034, 0, 0)};
  const ShapePtr everywhere = std::make_shared<geometry::Sphere>(Point(), 10.);
  for (const auto &[size, parts] : {std::pair{0.05, 1u}, {0.034, 1u}, {0.017, 2u}}) {
    const Octree tree(MPI_COMM_WORLD, everywhere, box, {size, voxels});
    const unsigned int along_z = size == 0.05 ? 1 : (size == 0.034 ? 2 : 3);
    BOOST_TEST(tree.n_cells() == n[0] * parts * n[1] * parts * n[2] * along_z);
    for (const auto &cell : tree.triangulation().active_cell_iterators())
      if (cell->is_locally_owned() && tree.cell_class(cell) != CellClass::outside)
        for (unsigned int d = 0; d < 3; ++d) {
          BOOST_TEST(cell->extent_in_direction(d) == spacing[d] / (d == 2 ? along_z : parts),
                     boost::test_tools::tolerance(1e-9));
          BOOST_TEST(cell->vertex(7)[d] < box.upper_bound(d) + 1e-9);
        }
  }
  // Where the box ends within a voxel its cells are its own.
  const Box other({Point(0, 0, 0), Point(1, 1, 1)});
  BOOST_TEST(Octree(MPI_COMM_WORLD, everywhere, other, {0.125, voxels}).n_cells() == 512);
}

BOOST_AUTO_TEST_SUITE_END()
