// SPDX-License-Identifier: LGPL-2.1-or-later
#include <solver/transport/starting_values.h>

#include <meshes/geometry/shapes/primitives.h>
#include <solver/multigrid/make_operator.h>

#include <boost/test/unit_test.hpp>

#include <cmath>

using namespace lacuna;
using octree::Box;
using octree::Octree;
using octree::Point;
using operators::FiniteCellSpace;
using operators::Vector;
using transport::StartingValues;

BOOST_AUTO_TEST_SUITE(starting_values)

namespace {

struct Ball {
  Ball()
      : tree(MPI_COMM_WORLD, std::make_shared<geometry::Sphere>(Point(0, 0, 0), 1.),
             Box({Point(0, 0, 0), Point(1.1, 1.1, 1.1)}), 0.25),
        space(tree, 1), form(space, {1., 0.3, 1., 0.5, {}}, 1e-6, 0.) {}

  std::unique_ptr<operators::Operator> matrix(double rate) const {
    return multigrid::make_operator(space, form.with(1., rate));
  }

  /** Any field f(x). */
  template <typename Function>
  Vector field(const Function &f) const {
    Vector result = space.make_vector(1);
    const auto positions = space.positions();
    for (unsigned int i = 0; i < space.n_owned_nodes(); ++i)
      result.local_element(i) = f(positions[i]);
    result.update_ghost_values();
    return result;
  }

  Octree tree;
  FiniteCellSpace space;
  operators::ReactionDiffusion form;
};

double distance(Vector a, const Vector &b) {
  a -= b;
  return a.linfty_norm();
}

} // namespace

BOOST_AUTO_TEST_CASE(finds_what_lies_among_the_last_solutions) {
  const Ball ball;
  const Vector one = ball.field([](const Point &) { return 1.; }),
               linear = ball.field([](const Point &x) { return x[0] - 0.3 * x[1]; }),
               wave = ball.field([](const Point &x) { return std::sin(4. * x[2]); });
  Vector d = ball.field([](const Point &x) { return 0.1 * x[1] * x[1]; });
  const auto before = ball.matrix(0.1), matrix = ball.matrix(0.2);
  StartingValues values(ball.space);
  values.set_operator(*before);
  Vector second = one, third = one;
  second.add(0.2, linear);
  third.add(-0.1, linear, 0.3, wave);
  values.add(one);
  values.add(second);
  values.add(third);
  values.set_operator(*matrix);

  // The differences span x, starting from the third.
  Vector x = third, b = ball.space.make_vector(1), found = b;
  x.add(-2., linear, 0.7, wave);
  matrix->vmult(b, x);
  values.predict(found, b, nullptr);
  BOOST_TEST(distance(found, x) < 1e-9);

  // With more on the diagonal.
  for (unsigned int i = 0; i < ball.space.n_owned_nodes(); ++i)
    b.local_element(i) += d.local_element(i) * x.local_element(i);
  values.predict(found, b, &d);
  BOOST_TEST(distance(found, x) < 1e-9);
}

BOOST_AUTO_TEST_CASE(is_the_nearest_in_energy) {
  const Ball ball;
  const auto matrix = ball.matrix(0.2);
  StartingValues values(ball.space);
  values.set_operator(*matrix);
  const Vector one = ball.field([](const Point &) { return 1.; }),
               linear = ball.field([](const Point &x) { return x[0]; });
  values.add(linear);
  values.add(one);
  Vector x = ball.field([](const Point &x) { return std::cos(3. * x[0]); }),
         b = ball.space.make_vector(1), found = b, residual = b;
  matrix->vmult(b, x);
  values.predict(found, b, nullptr);
  // What is left does no work on the way between the two.
  matrix->vmult(residual, found);
  residual -= b;
  Vector way = one;
  way -= linear;
  BOOST_TEST(std::abs(residual * way) < 1e-12 * std::abs(b * way));
  BOOST_TEST(residual.l2_norm() > 1e-3 * b.l2_norm());
}

BOOST_AUTO_TEST_CASE(leaves_what_it_does_not_know) {
  const Ball ball;
  const auto matrix = ball.matrix(0.2);
  StartingValues values(ball.space);
  values.set_operator(*matrix);
  const Vector x = ball.field([](const Point &x) { return x[0]; });
  values.add(x);
  values.forget();
  Vector found = ball.space.make_vector(1);
  values.predict(found, x, nullptr);
  BOOST_TEST(found.linfty_norm() == 0.);
}

BOOST_AUTO_TEST_SUITE_END()
