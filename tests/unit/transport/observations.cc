// SPDX-License-Identifier: LGPL-2.1-or-later
#include <meshes/geometry/shapes/csg.h>
#include <meshes/geometry/shapes/primitives.h>
#include <solver/transport/penetration.h>
#include <solver/transport/quantiles.h>

#include <boost/test/unit_test.hpp>

#include <cmath>

using namespace lacuna;
using dealii::Tensor;
using geometry::Point;
using operators::FiniteCellSpace;
using operators::Vector;

BOOST_AUTO_TEST_SUITE(observations)

namespace {

/** Fluid beyond a wall at x = 0.1, on cells of two sizes. */
struct Fluid {
  std::shared_ptr<geometry::HalfSpace> wall =
      std::make_shared<geometry::HalfSpace>(Point(0.1, 0, 0), Tensor<1, 3>({1, 0, 0}));
  octree::Octree tree{MPI_COMM_WORLD, std::make_shared<geometry::Complement>(wall),
                      octree::Box({Point(0, 0, 0), Point(1, 1, 1)}), 0.125};
  std::unique_ptr<FiniteCellSpace> space;

  Fluid() {
    tree.refine([](const auto &cell) { return cell->center()[1] > 0.5; });
    space = std::make_unique<FiniteCellSpace>(tree, 1);
  }

  Vector field(const std::function<double(const Point &)> &f) const {
    Vector result = space->make_vector(1);
    const auto positions = space->positions();
    for (unsigned int i = 0; i < space->n_owned_nodes(); ++i)
      result.local_element(i) = f(positions[i]);
    result.update_ghost_values();
    return result;
  }
};

} // namespace

BOOST_AUTO_TEST_CASE(quantiles_weigh_values) {
  const Fluid fluid;
  const Vector values = fluid.field([](const Point &x) { return x[0] > 0.7 ? 5. : 2.; });
  // Of all weights a quarter is with the larger value.
  double n[2] = {0., 0.};
  for (unsigned int i = 0; i < values.locally_owned_size(); ++i)
    n[values.local_element(i) > 3.] += 1.;
  for (double &count : n)
    count = dealii::Utilities::MPI::sum(count, MPI_COMM_WORLD);
  const Vector weights =
      fluid.field([&](const Point &x) { return x[0] > 0.7 ? 1. / n[1] : 3. / n[0]; });
  const auto found = transport::quantiles(values, weights, {0.05, 0.74, 0.76, 0.95});
  for (unsigned int i = 0; i < 4; ++i)
    BOOST_TEST(found[i] == (i < 2 ? 2. : 5.), boost::test_tools::tolerance(1e-8));
  const Vector none = fluid.field([](const Point &) { return 0.; });
  BOOST_TEST(transport::quantiles(values, none, {0.5})[0] == 0.);
}

BOOST_AUTO_TEST_CASE(depth_of_a_ramp) {
  const Fluid fluid;
  const transport::Penetration penetration(*fluid.space, *fluid.wall);
  const Vector c = fluid.field([](const Point &x) { return 2. - (x[0] - 0.1); });
  for (const double depth : {0.05, 0.33, 0.811})
    BOOST_TEST(penetration.depth(c, 2. - depth) == depth, boost::test_tools::tolerance(1e-6));
  BOOST_TEST(penetration.depth(c, 0.5) == 0.9, boost::test_tools::tolerance(1e-6));
  BOOST_TEST(penetration.depth(c, 3.) == 0.);
}

BOOST_AUTO_TEST_SUITE_END()
