// SPDX-License-Identifier: LGPL-2.1-or-later
// Matrix-free operators against assembled ones, and the number of iterations of multigrid.
#include <meshes/geometry/shapes/csg.h>
#include <meshes/geometry/shapes/primitives.h>
#include <solver/multigrid/make_operator.h>
#include <tests/messages.h>

#include <boost/test/unit_test.hpp>

#include <deal.II/base/mpi.h>

#include <fmt/format.h>

#include <cmath>

using namespace lacuna;
using dealii::Tensor;
using geometry::Point;
using multigrid::Method;
using octree::Box;
using octree::Octree;
using operators::DirichletValues;
using operators::FiniteCellSpace;
using operators::Vector;
using tests::message;

BOOST_AUTO_TEST_SUITE(matrix_free)

namespace {

const Box unit_box({Point(0, 0, 0), Point(1, 1, 1)});
const materials::Isotropic material{1., 0.3};
constexpr double fictitious = 1e-6, surplus = 1e-2;

/** A block with a spherical pore. */
geometry::ShapePtr porous_block(const Point &center, double radius) {
  return std::make_shared<geometry::Complement>(std::make_shared<geometry::Sphere>(center, radius));
}

/** A tilted cylinder, refined twice in a corner, with nodes that hang on faces and on edges. */
Octree adaptive_tree() {
  const auto shape = std::make_shared<geometry::Cylinder>(Point(0.48, 0.53, 0.5),
                                                          Tensor<1, 3>({0.2, -0.15, 1}), 0.31);
  return Octree(MPI_COMM_WORLD, shape, unit_box, 0.25);
}

void refine_corner(Octree &tree) {
  tree.refine([](const auto &cell) { return cell->center()[2] > 0.5; });
  tree.refine(
      [](const auto &cell) { return (cell->center() - Point(0.4, 0.6, 0.6)).norm() < 0.2; });
}

/** All components at the lower and upper end, a different value at each node. */
DirichletValues hold_ends(const FiniteCellSpace &space, unsigned int n_components) {
  DirichletValues values;
  const auto positions = space.positions();
  for (unsigned int node = 0; node < positions.size(); ++node) {
    const Point &x = positions[node];
    if (x[2] < 1e-9 || x[2] > 1. - 1e-9)
      for (unsigned int c = 0; c < n_components; ++c)
        values[node * n_components + c] = std::sin(x[0] + 2. * x[1] + 3. * c) * x[2];
  }
  return values;
}

/** A field that looks random and is the same on any number of ranks. */
Vector rough(const FiniteCellSpace &space, unsigned int n_components) {
  Vector x = space.make_vector(n_components);
  const auto positions = space.positions();
  for (unsigned int node = 0; node < space.n_owned_nodes(); ++node)
    for (unsigned int c = 0; c < n_components; ++c)
      x.local_element(node * n_components + c) =
          std::sin(1e3 * (positions[node] * Point(1., 1.7, 2.9)) + c);
  return x;
}

template <typename Form>
void check_equal(const FiniteCellSpace &space, const Form &form) {
  const unsigned int n = form.n_components();
  const auto held = hold_ends(space, n);
  const auto fast = multigrid::make_operator(space, form, held, Method::multigrid);
  const auto assembled = multigrid::make_operator(space, form, held, Method::assembled);
  const Vector x = rough(space, n);
  Vector y = space.make_vector(n), z = space.make_vector(n);
  fast->vmult(y, x);
  assembled->vmult(z, x);
  for (const auto &[unknown, value] : held)
    if (unknown < n * space.n_owned_nodes())
      z.local_element(unknown) = 0.;
  const double size = z.linfty_norm();
  z -= y;
  BOOST_TEST(z.linfty_norm() < 1e-13 * size);
}

unsigned int iterations(const Octree &tree, unsigned int degree) {
  const FiniteCellSpace space(tree, degree);
  const operators::Elasticity form(space, material, fictitious, surplus);
  Vector x = space.make_vector(3);
  return multigrid::make_operator(space, form, hold_ends(space, 3))
      ->solve(x, space.make_vector(3), 1e-8)
      .iterations;
}

} // namespace

BOOST_AUTO_TEST_CASE(equals_the_assembled_matrix_where_nodes_hang) {
  const std::array<double, 6> clearance = {3., 0., 5., 0., 0., 7.};
  Octree tree = adaptive_tree();
  refine_corner(tree);
  for (const unsigned int degree : {1, 2, 3}) {
    const FiniteCellSpace space(tree, degree);
    check_equal(space, operators::Elasticity(space, material, fictitious, surplus));
    check_equal(space, operators::ReactionDiffusion(space, {0.4, 0.3, 2., 0.6, clearance},
                                                    fictitious, surplus));
  }
}

BOOST_AUTO_TEST_CASE(solves_as_the_assembled_matrix_does) {
  Octree tree = adaptive_tree();
  refine_corner(tree);
  const FiniteCellSpace space(tree, 2);
  const operators::Elasticity form(space, material, 1e-3, surplus);
  const auto held = hold_ends(space, 3);
  Vector x = space.make_vector(3), y = x;
  const auto b = rough(space, 3);
  multigrid::make_operator(space, form, held, Method::multigrid)->solve(x, b, 1e-11);
  multigrid::make_operator(space, form, held, Method::direct)->solve(y, b, 1e-11);
  const double size = y.linfty_norm();
  y -= x;
  BOOST_TEST(y.linfty_norm() < 1e-7 * size);
}

BOOST_AUTO_TEST_CASE(solves_with_more_on_the_diagonal) {
  Octree tree = adaptive_tree();
  refine_corner(tree);
  const FiniteCellSpace space(tree, 1);
  const operators::ReactionDiffusion form(space, {0.4, 0.3, 2., 0.6, {}}, 1e-3, surplus);
  const auto fast = multigrid::make_operator(space, form, {}, Method::multigrid);
  const auto direct = multigrid::make_operator(space, form, {}, Method::direct);
  // From nothing to ten times the mass of a node.
  Vector ones = space.make_vector(1), b = ones;
  ones = 1.;
  multigrid::make_operator(space, form.with(1., 0.))->vmult(b, ones);
  Vector d = rough(space, 1);
  for (unsigned int i = 0; i < space.n_owned_nodes(); ++i)
    d.local_element(i) = 5. * (1. + d.local_element(i)) * b.local_element(i);
  Vector x = space.make_vector(1), y = x, z = x, plain = x;
  BOOST_TEST(fast->solve_with(d, x, b, 1e-11).iterations <= 60u);
  direct->solve_with(d, y, b, 1e-11);
  // The operator itself is as before.
  direct->solve(z, b, 1e-11);
  fast->solve(plain, b, 1e-11);
  const double size = y.linfty_norm();
  plain -= z;
  BOOST_TEST(plain.linfty_norm() < 1e-7 * size);
  z -= y;
  BOOST_TEST(z.linfty_norm() > 0.1 * size);
  y -= x;
  BOOST_TEST(y.linfty_norm() < 1e-7 * size);
}

BOOST_AUTO_TEST_CASE(iterations_do_not_depend_on_the_mesh) {
  const auto shape = porous_block(Point(0.47, 0.52, 0.49), 0.36);
  for (const unsigned int degree : {1, 2}) {
    std::string text = fmt::format("p = {}:", degree);
    for (const unsigned int n : {8, 16, 32}) {
      if (degree == 2 && n == 32)
        continue;
      const unsigned int found =
          iterations(Octree(MPI_COMM_WORLD, shape, unit_box, 1. / n), degree);
      text += fmt::format("  1/{}: {}", n, found);
      BOOST_TEST(found <= 20u);
    }
    Octree tree = adaptive_tree();
    refine_corner(tree);
    const unsigned int found = iterations(tree, degree);
    BOOST_TEST(found <= 20u);
    message(text + fmt::format("  adaptive: {}", found));
  }
}

BOOST_AUTO_TEST_CASE(iterations_do_not_depend_on_how_cells_are_cut) {
  // A pore moves through a cell of size 1/6 in 100 steps.
  constexpr unsigned int n_positions = 100;
  for (const unsigned int degree : {1, 2}) {
    unsigned int least = 1000, most = 0;
    for (unsigned int i = 0; i < n_positions; ++i) {
      const double step = i / (6. * n_positions);
      const Point center(0.42 + step, 0.43 + 0.7 * step, 0.44 + 0.3 * step);
      const unsigned int found =
          iterations(Octree(MPI_COMM_WORLD, porous_block(center, 0.3), unit_box, 1. / 6.), degree);
      least = std::min(least, found);
      most = std::max(most, found);
    }
    message(fmt::format("p = {}: {} to {} iterations", degree, least, most));
    BOOST_TEST(most <= 20u);
  }
}

BOOST_AUTO_TEST_CASE(diffusion_takes_few_iterations) {
  const auto shape = porous_block(Point(0.47, 0.52, 0.49), 0.36);
  for (const unsigned int degree : {1, 2})
    for (const unsigned int n : {8, 16}) {
      const Octree tree(MPI_COMM_WORLD, shape, unit_box, 1. / n);
      const FiniteCellSpace space(tree, degree);
      for (const double mass : {0., 300.}) {
        const operators::ReactionDiffusion form(
            space, {mass, 1., 1., 0., {20., 0., 20., 20., 0., 0.}}, fictitious, surplus);
        Vector x = space.make_vector(1);
        const auto report =
            multigrid::make_operator(space, form, hold_ends(space, 1), Method::multigrid)
                ->solve(x, space.make_vector(1), 1e-8);
        message(fmt::format("diffusion, p = {}, 1/{}, mass {}: {} iterations", degree, n, mass,
                            report.iterations));
        BOOST_TEST(report.iterations <= 20u);
      }
    }
}

BOOST_AUTO_TEST_SUITE_END()
