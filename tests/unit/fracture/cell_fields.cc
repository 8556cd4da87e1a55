// SPDX-License-Identifier: LGPL-2.1-or-later
// Fields that are trilinear over the box are the same on any refinement.
#include <meshes/geometry/shapes/primitives.h>
#include <solver/fracture/cell_fields.h>

#include <boost/test/unit_test.hpp>

using namespace lacuna;
using octree::Box;
using octree::Octree;
using octree::Point;
using operators::FiniteCellSpace;
using operators::Vector;

BOOST_AUTO_TEST_SUITE(cell_fields)

namespace {

double exact(const Point &x, unsigned int component) {
  return 1. + component + x[0] - 2. * x[1] * x[2] + 3. * x[0] * x[1] * x[2];
}

Vector sampled(const FiniteCellSpace &space, unsigned int n) {
  Vector result = space.make_vector(n);
  const auto positions = space.positions();
  for (unsigned int node = 0; node < space.n_owned_nodes(); ++node)
    for (unsigned int c = 0; c < n; ++c)
      result.local_element(n * node + c) = exact(positions[node], c);
  result.update_ghost_values();
  return result;
}

double deviation(const FiniteCellSpace &space, const Vector &field, unsigned int n) {
  Vector difference = sampled(space, n);
  difference -= field;
  return difference.linfty_norm();
}

} // namespace

BOOST_AUTO_TEST_CASE(a_refined_grid_takes_fields_over) {
  Octree tree(MPI_COMM_WORLD, std::make_shared<geometry::Sphere>(Point(0, 0, 0), 0.9),
              Box({Point(0, 0, 0), Point(1, 1, 1)}), 0.25);
  const auto refine = [&] {
    tree.refine([](const Octree::Cell &cell) { return cell->center().norm() < 0.6; });
  };
  refine();
  fracture::CellFields fields;
  {
    const FiniteCellSpace space(tree, 1);
    const Vector u = sampled(space, 3), d = sampled(space, 1);
    fields = fracture::CellFields(space, {{&u, 3}, {&d, 1}});
    // On the same grid they are the same to the last bit.
    const auto same = fields.on(space, {3, 1});
    BOOST_TEST(deviation(space, same[0], 3) == 0.);
    BOOST_TEST(deviation(space, same[1], 1) == 0.);
  }
  const auto gathered = fields.gathered(MPI_COMM_WORLD);
  refine();
  refine();
  const FiniteCellSpace space(tree, 1);
  for (const auto &source : {fields, gathered}) {
    const auto finer = source.on(space, {3, 1});
    BOOST_TEST(deviation(space, finer[0], 3) < 1e-14);
    BOOST_TEST(deviation(space, finer[1], 1) < 1e-14);
  }
}

BOOST_AUTO_TEST_SUITE_END()
