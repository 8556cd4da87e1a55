// SPDX-License-Identifier: LGPL-2.1-or-later
// Diffusion from a surface on finite cells against series and steady states in closed form (Crank,
// The Mathematics of Diffusion, chapters 5 and 6; Carslaw & Jaeger, Conduction of Heat in Solids),
// its balance, its order in time, and reaction–diffusion of higher degree.
#include <meshes/geometry/shapes/csg.h>
#include <meshes/geometry/shapes/primitives.h>
#include <solver/multigrid/assembled_operator.h>
#include <solver/multigrid/make_operator.h>
#include <solver/operators/reaction_diffusion.h>
#include <solver/transport/diffusion_stepper.h>
#include <solver/transport/migrasome_layer.h>
#include <tests/messages.h>

#include <deal.II/base/mpi.h>

#include <boost/test/unit_test.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>
#include <memory>
#include <vector>

using namespace lacuna;
using dealii::Tensor;
using geometry::Point;
using octree::Box;
using octree::CellClass;
using octree::Octree;
using operators::FiniteCell;
using operators::FiniteCellSpace;
using operators::ReferenceElement;
using operators::Vector;
using tests::close_to;
using tests::message;
using transport::DiffusionProblem;
using transport::DiffusionStepper;

BOOST_AUTO_TEST_SUITE(diffusion)

namespace {

/** The roots of f in (iπ, (i + ½)π), one for each i from 1 on. */
std::vector<double> roots(const std::function<double(double)> &f) {
  std::vector<double> roots;
  for (unsigned int i = 1; i <= 120; ++i) {
    double a = i * M_PI, b = (i + 0.5) * M_PI;
    for (unsigned int halving = 0; halving < 60; ++halving) {
      const double middle = 0.5 * (a + b);
      ((f(a) < 0.) == (f(middle) < 0.) ? a : b) = middle;
    }
    roots.push_back(0.5 * (a + b));
  }
  return roots;
}

/** Subtracts term(α) exp(−α² t) for all α whose exponential counts. */
template <typename Term>
void subtract_transient(double &c, const std::vector<double> &alphas, double t, const Term &term) {
  for (const double alpha : alphas) {
    if (alpha * alpha * t > 40.)
      break;
    c -= term(alpha) * std::exp(-alpha * alpha * t);
  }
}

/** Concentration at radius r in a ball with flux 1 through its surface; radius and diffusivity 1.
 */
double in_ball(double r, double t) {
  static const auto alphas = roots([](double x) { return std::sin(x) - x * std::cos(x); });
  double c = 3. * t + (5. * r * r - 3.) / 10.;
  subtract_transient(c, alphas, t, [r](double alpha) {
    const double sinc = r > 1e-9 ? std::sin(alpha * r) / r : alpha;
    return 2. * sinc / (alpha * alpha * std::sin(alpha));
  });
  return c;
}

/** The same in an infinite cylinder. */
double in_cylinder(double r, double t) {
  static const auto alphas = roots([](double x) { return std::cyl_bessel_j(1., x); });
  double c = 2. * t + 0.5 * r * r - 0.25;
  subtract_transient(c, alphas, t, [r](double alpha) {
    return 2. * std::cyl_bessel_j(0., alpha * r) / (alpha * alpha * std::cyl_bessel_j(0., alpha));
  });
  return c;
}

/** ∂c/∂t = r^(1−d) ∂/∂r (r^(d−1) ∂c/∂r), ∂c/∂r = 1 at r = 1, c = 0 at t = 0, ∫ c = area · t. */
void check_series(double (*c)(double, double), unsigned int d) {
  const double e = 1e-4, t = 0.06;
  for (const double r : {0.2, 0.5, 0.9}) {
    const double rate = (c(r, t + e) - c(r, t - e)) / (2. * e);
    const double second = (c(r + e, t) - 2. * c(r, t) + c(r - e, t)) / (e * e);
    const double first = (c(r + e, t) - c(r - e, t)) / (2. * e);
    BOOST_TEST(rate == second + (d - 1) / r * first, close_to(1e-4));
  }
  for (const double at : {1e-2, 0.06, 1.})
    BOOST_TEST((c(1. + e, at) - c(1. - e, at)) / (2. * e) == 1., close_to(1e-4));
  BOOST_TEST(std::abs(c(0.5, 1e-3)) < 1e-9);
  BOOST_TEST(std::abs(c(0., 1e-3)) < 1e-9);
  // Simpson's rule for ∫ c r^(d−1) dr = t, the amount over the area.
  const unsigned int n = 200;
  double amount = 0.;
  for (unsigned int i = 0; i <= 2 * n; ++i) {
    const double r = 0.5 * i / n, weight = i == 0 || i == 2 * n ? 1. : i % 2 == 1 ? 4. : 2.;
    amount += weight / (6. * n) * c(r, t) * std::pow(r, d - 1);
  }
  BOOST_TEST(amount == t, close_to(1e-8));
}

/** Calls action(value of x, position, weight) at all Gauss points of all cells of this rank. */
template <typename Action>
void for_each_point(const FiniteCellSpace &space, const Vector &x, const Action &action) {
  const ReferenceElement element(space.degree(), space.moments());
  std::vector<double> values(space.n_nodes_per_cell());
  for (const FiniteCell &cell : space.cells()) {
    space.gather(x, 1, cell, values.data());
    for (unsigned int q = 0; q < element.n_points(); ++q) {
      double value = 0.;
      for (unsigned int a = 0; a < values.size(); ++a)
        value += element.values(q)[a] * values[a];
      action(value, cell.box().unit_to_real(element.point(q)),
             space.weights(cell)[q] * cell.volume());
    }
  }
}

/** ‖x − exact‖ / ‖exact‖ in L2 over the physical part. */
double l2_error(const FiniteCellSpace &space, const Vector &x,
                const std::function<double(const Point &)> &exact) {
  double error = 0., norm = 0.;
  for_each_point(space, x, [&](double value, const Point &position, double weight) {
    const double wanted = exact(position);
    error += weight * (value - wanted) * (value - wanted);
    norm += weight * wanted * wanted;
  });
  // The weights of cut cells have both signs, so that zero may come out just below it.
  return std::sqrt(std::abs(dealii::Utilities::MPI::sum(error, MPI_COMM_WORLD) /
                            dealii::Utilities::MPI::sum(norm, MPI_COMM_WORLD)));
}

double value_at(const FiniteCellSpace &space, const Vector &x, const Point &position) {
  const ReferenceElement element(space.degree(), space.moments());
  std::vector<double> values(space.n_nodes_per_cell());
  double result = -std::numeric_limits<double>::infinity();
  for (const FiniteCell &cell : space.cells())
    if (cell.box().point_inside(position)) {
      space.gather(x, 1, cell, values.data());
      const auto shape = element.values_at(cell.box().real_to_unit(position));
      result = 0.;
      for (unsigned int a = 0; a < values.size(); ++a)
        result += shape[a] * values[a];
    }
  return dealii::Utilities::MPI::max(result, MPI_COMM_WORLD);
}

void finish(DiffusionStepper &stepper) {
  while (!stepper.is_done())
    stepper.step();
}

/** What the series are scaled to: a strand's radius, a protein's diffusivity, a coating's flux. */
constexpr double radius = 3e-4, diffusivity = 1.4e-10, flux = 2e-17;
/** Dimensionless time Dt/a² at which the transient still counts. */
constexpr double fourier = 0.08;
constexpr double duration = fourier * radius * radius / diffusivity;

/** Fills `shape` through its surface, on cells of radius / n for each n. */
void check_filling(const std::string &name, const geometry::ShapePtr &shape, const Box &box,
                   const std::vector<unsigned int> &n_cells, double area,
                   double (*series)(double, double),
                   const std::function<double(const Point &)> &distance_to_axis) {
  message(fmt::format("{}\n  a/h  unknowns  steps  iterations  L2 error  rate  at centre     area",
                      name));
  std::vector<double> errors, center_errors;
  for (const unsigned int n : n_cells) {
    const Octree tree(MPI_COMM_WORLD, shape, box, radius / n);
    const FiniteCellSpace space(tree, 1);
    DiffusionStepper stepper(space, {diffusivity, 0., {}, [](double) { return flux; }}, duration,
                             1e-4);
    finish(stepper);
    BOOST_TEST(stepper.time() == duration);

    const double scale = flux * radius / diffusivity;
    errors.push_back(l2_error(space, stepper.concentration(), [&](const Point &x) {
      return scale * series(distance_to_axis(x) / radius, fourier);
    }));
    const Point center = box.center() + Point(1e-7, -2e-7, 3e-7);
    const double center_error = value_at(space, stepper.concentration(), center) / scale -
                                series(distance_to_axis(center) / radius, fourier);
    center_errors.push_back(std::abs(center_error));
    const double area_error = stepper.surface().area / area - 1.;
    std::string rate;
    if (errors.size() > 1)
      rate = fmt::format("{:.2f}", std::log(errors[errors.size() - 2] / errors.back()) /
                                       std::log(double(n) / n_cells[errors.size() - 2]));
    message(fmt::format("  {:3d}  {:8d}  {:5d}  {:10d}  {:.2e}  {:>4}  {:9.1e}  {:7.1e}", n,
                        space.n_nodes(), stepper.n_steps(), stepper.n_iterations(), errors.back(),
                        rate, center_error, area_error));
    BOOST_TEST(stepper.amount() == flux * stepper.surface().area * duration, close_to(1e-7));
    BOOST_TEST(stepper.balance().released == stepper.amount(), close_to(1e-7));
    BOOST_TEST(stepper.balance().degraded == 0.);
    BOOST_TEST(stepper.balance().cleared == 0.);
  }
  const std::size_t last = errors.size() - 1;
  BOOST_TEST(std::log(errors[last - 1] / errors[last]) /
                 std::log(double(n_cells[last]) / n_cells[last - 1]) >=
             1.7);
  BOOST_TEST(errors[last] < 1e-2);
  BOOST_TEST(center_errors[last] < 5e-3);
}

/** A layer of fluid from x = 0.2374 on, where flux 1 enters, to x = 1; diffusivity 1. */
struct Layer {
  static constexpr double start = 0.2374, thickness = 1. - start;

  Layer(double cell_size, double decay, double clearance)
      : tree(MPI_COMM_WORLD,
             std::make_shared<geometry::HalfSpace>(Point(start, 0, 0), Tensor<1, 3>({-1, 0, 0})),
             Box({Point(0, 0, 0), Point(1, 0.25, 0.25)}), cell_size),
        space(tree, 1),
        stepper(space, {1., decay, {0., clearance, 0., 0., 0., 0.}, [](double) { return 1.; }},
                100., 1e-4) {
    finish(stepper);
  }

  Octree tree;
  FiniteCellSpace space;
  DiffusionStepper stepper;
};

} // namespace

BOOST_AUTO_TEST_CASE(series_solve_their_problems) {
  check_series(in_ball, 3);
  check_series(in_cylinder, 2);
}

BOOST_AUTO_TEST_CASE(ball_fills_through_its_surface) {
  const Point center(0.01 * radius, -0.02 * radius, 0.03 * radius);
  const double b = 1.1 * radius;
  check_filling("ball", std::make_shared<geometry::Sphere>(center, radius),
                Box({Point(-b, -b, -b), Point(b, b, b)}), {4, 8}, 4. * M_PI * radius * radius,
                in_ball, [&](const Point &x) { return (x - center).norm(); });
}

BOOST_AUTO_TEST_CASE(cylinder_fills_through_its_surface) {
  const Point center(0.01 * radius, -0.02 * radius, 0.);
  const double b = 1.1 * radius, h = 0.0625 * radius;
  check_filling(
      "cylinder", std::make_shared<geometry::Cylinder>(center, Tensor<1, 3>({0, 0, 1}), radius),
      Box({Point(-b, -b, -h), Point(b, b, h)}), {8, 16}, 2. * M_PI * radius * 2. * h, in_cylinder,
      [&](const Point &x) { return std::hypot(x[0] - center[0], x[1] - center[1]); });
}

BOOST_AUTO_TEST_CASE(layer_with_decay) {
  const double k = 9., root = 3., length = Layer::thickness;
  message("layer with decay\n     h  L2 error  rate");
  std::vector<double> errors;
  for (const unsigned int n : {8, 16, 32}) {
    const Layer layer(1. / n, k, 0.);
    errors.push_back(l2_error(layer.space, layer.stepper.concentration(), [&](const Point &x) {
      return std::cosh(root * (1. - x[0])) / (root * std::sinh(root * length));
    }));
    const double rate = errors.size() > 1 ? std::log2(errors[errors.size() - 2] / errors.back())
                                          : std::numeric_limits<double>::quiet_NaN();
    message(fmt::format("  1/{:<2d}  {:.2e}  {:.2f}", n, errors.back(), rate));
    // In a steady state all that enters decays.
    BOOST_TEST(k * layer.stepper.amount() == layer.stepper.surface().area, close_to(1e-6));
    BOOST_TEST(layer.stepper.surface().area == 0.0625, close_to(1e-12));
  }
  BOOST_TEST(std::log2(errors[1] / errors[2]) >= 1.9);
  BOOST_TEST(errors[2] < 2e-3);
}

BOOST_AUTO_TEST_CASE(layer_with_clearance) {
  // Linear, thus exact but for the fictitious part.
  const double kappa = 0.7;
  const Layer layer(0.125, 0., kappa);
  const double error = l2_error(layer.space, layer.stepper.concentration(),
                                [&](const Point &x) { return 1. / kappa + 1. - x[0]; });
  message(fmt::format("layer with clearance: L2 error {:.1e}", error));
  BOOST_TEST(error < 1e-5);
}

BOOST_AUTO_TEST_CASE(second_order_in_time) {
  // Tolerances in steps of 8, the cube of a halving, so that the steps, which are powers of two,
  // change alike.
  const Octree tree(MPI_COMM_WORLD, std::make_shared<geometry::Sphere>(Point(0, 0, 0), 1.),
                    Box({Point(0, 0, 0), Point(1.1, 1.1, 1.1)}), 0.25);
  const FiniteCellSpace space(tree, 1);
  const DiffusionProblem problem{1., 0.5, {}, [](double t) { return 1. + std::sin(12. * t); }};
  const auto at_center = [&](double tolerance) {
    DiffusionStepper stepper(space, problem, 1., tolerance);
    finish(stepper);
    return std::make_pair(value_at(space, stepper.concentration(), Point(0, 0, 0)),
                          stepper.n_steps());
  };
  // Errors of some 1e-6, those of the linear solver, begin to show below a tolerance of 1e-5.
  const double reference = at_center(std::exp2(-21)).first;
  message("time\n  tolerance  steps     error  slope");
  std::vector<double> errors;
  for (const double tolerance : {std::exp2(-9), std::exp2(-12), std::exp2(-15)}) {
    const auto [value, n_steps] = at_center(tolerance);
    errors.push_back(std::abs(value / reference - 1.));
    message(fmt::format("  {:9.1e}  {:5d}  {:8.1e}  {:5.2f}", tolerance, n_steps, errors.back(),
                        errors.size() > 1 ? std::log2(errors[errors.size() - 2] / errors.back()) / 3
                                          : 0.));
  }
  BOOST_TEST(std::log2(errors.front() / errors.back()) / 6. >= 0.6);
  BOOST_TEST(errors.back() < 1e-4);
}

BOOST_AUTO_TEST_CASE(balance_of_a_coated_strand_in_a_defect) {
  const double day = 86400., half_life = 6.3 * 3600., end = 14. * day;
  const transport::Delivery layer =
      transport::migrasome_delivery({true, 1e10, 1000., 10. * day, 0., 20. * day});
  const auto strand = std::make_shared<geometry::Cylinder>(Point(4.1e-4, 3.7e-4, 0),
                                                           Tensor<1, 3>({0.2, -0.1, 1}), 1.6e-4);
  Octree tree(MPI_COMM_WORLD, std::make_shared<geometry::Complement>(strand),
              Box({Point(0, 0, 0), Point(8e-4, 8e-4, 8e-4)}), 1e-4);
  tree.refine([](const auto &cell) { return cell->center()[0] > 4e-4; });
  tree.refine([](const auto &cell) {
    return cell->center()[0] > 4e-4 && cell->center()[1] > 4e-4 && cell->center()[2] < 4e-4;
  });
  const FiniteCellSpace space(tree, 1);
  unsigned int n_hanging = 0;
  for (const FiniteCell &cell : space.cells())
    n_hanging += space.interpolation(cell) != nullptr;
  BOOST_TEST(dealii::Utilities::MPI::sum(n_hanging, MPI_COMM_WORLD) > 0u);

  DiffusionStepper stepper(space,
                           {1.4e-10,
                            std::log(2.) / half_life,
                            {1e-7, 1e-7, 1e-7, 2e-7, 0., 1e-8},
                            [&](double t) { return layer.flux(t); }},
                           end, 1e-3);
  finish(stepper);
  const auto &balance = stepper.balance();
  const double kept = stepper.amount() + balance.degraded + balance.cleared;
  const double here = value_at(space, stepper.concentration(), Point(6.1e-4, 5.3e-4, 2.9e-4));
  message(fmt::format("strand in a defect: {} unknowns, {} steps, {} iterations, released {:.12e}, "
                      "amount {:.12e}, degraded {:.12e}, cleared {:.12e}, gap {:.1e}, c {:.12e}",
                      space.n_nodes(), stepper.n_steps(), stepper.n_iterations(), balance.released,
                      stepper.amount(), balance.degraded, balance.cleared,
                      kept / balance.released - 1., here));
  BOOST_TEST(kept == balance.released, close_to(1e-7));
  // The layer's own account: 2/3 of what has left it until the end is released.
  const double rate = std::log(2.) / day * (1. / 10. + 1. / 20.);
  BOOST_TEST(balance.released ==
                 2. / 3. * layer.load() * stepper.surface().area * -std::expm1(-rate * end),
             close_to(1e-4));
  // Found on one rank.
  BOOST_TEST(balance.released == 6.988640947582e-18, close_to(1e-7));
  BOOST_TEST(stepper.amount() == 3.949553941459e-21, close_to(1e-7));
  BOOST_TEST(balance.cleared == 6.655712520838e-18, close_to(1e-7));
  BOOST_TEST(here == 9.887190580475e-12, close_to(1e-7));
}

namespace {

/** u = exp(m·x) sin(k·x + ½). */
struct Wave {
  const Tensor<1, 3> m{{0.4, -0.3, 0.2}}, k{{1.9, 1.1, -0.8}};

  double value(const Point &x) const { return std::exp(m * x) * std::sin(k * x + 0.5); }
  Tensor<1, 3> gradient(const Point &x) const {
    return std::exp(m * x) * (std::sin(k * x + 0.5) * m + std::cos(k * x + 0.5) * k);
  }
  double laplacian(const Point &x) const {
    return std::exp(m * x) *
           (std::sin(k * x + 0.5) * (m * m - k * k) + 2. * std::cos(k * x + 0.5) * (m * k));
  }
};

/**
 * The load under which u is stationary: k u − D Δu inside, D ∂u/∂n through the cut surface and
 * D ∂u/∂n + κ u through the faces of the box.
 */
Vector load(const FiniteCellSpace &space, const operators::ReactionDiffusionCoefficients &physics,
            const Wave &u) {
  const ReferenceElement element(space.degree(), space.moments());
  const Octree &tree = space.octree();
  Vector b = space.make_vector(1);
  std::vector<double> values(element.n_nodes());
  for (const FiniteCell &cell : space.cells()) {
    const Box box = cell.box();
    std::fill(values.begin(), values.end(), 0.);
    const auto add = [&](const double *shape, double source) {
      for (unsigned int a = 0; a < values.size(); ++a)
        values[a] += shape[a] * source;
    };
    const auto add_surface = [&](const std::vector<octree::Triangle> &triangles, double kappa) {
      for (const auto &point : space.moments().on(triangles))
        add(element.values_at(box.real_to_unit(point.position)).data(),
            point.weight * (physics.diffusivity * (u.gradient(point.position) * point.normal) +
                            kappa * u.value(point.position)));
    };
    for (unsigned int q = 0; q < element.n_points(); ++q) {
      const Point x = box.unit_to_real(element.point(q));
      add(element.values(q),
          space.weights(cell)[q] * cell.volume() *
              (physics.decay * u.value(x) - physics.diffusivity * u.laplacian(x)));
    }
    if (cell.cell_class == CellClass::cut)
      add_surface(tree.pieces(cell.cell).surface, 0.);
    for (const unsigned int f : cell.cell->face_indices())
      if (cell.cell->face(f)->at_boundary())
        add_surface(tree.cutter().cut_face(tree.shape(), box, f),
                    physics.clearance[cell.cell->face(f)->boundary_id()]);
    space.scatter_add(values.data(), 1, cell, b);
  }
  b.compress(dealii::VectorOperation::add);
  return b;
}

/** Solves on cells of size 1/n for each n; the rate of the last pair must reach p + 1. */
void check_rates(const std::string &name, const geometry::ShapePtr &shape, unsigned int degree,
                 const std::vector<unsigned int> &n_cells) {
  // Enough for the factorisation; 1e-8 already shows in the errors of the finest grids.
  const double fictitious_fraction = 1e-10;
  const operators::ReactionDiffusionCoefficients physics{
      0., 1., 0.7, 2.3, {0.9, 0., 0.4, 0., 1.7, 0.}};
  const Wave u;
  message(fmt::format("{}, p = {}\n     h  unknowns  L2 error  rate", name, degree));
  double previous = 0., rate = 0.;
  for (unsigned int i = 0; i < n_cells.size(); ++i) {
    const Octree tree(MPI_COMM_WORLD, shape, Box({Point(0, 0, 0), Point(1, 1, 1)}),
                      1. / n_cells[i]);
    const FiniteCellSpace space(tree, degree);
    const multigrid::AssembledOperator matrix(
        space, operators::ReactionDiffusion(space, physics, fictitious_fraction, 0.), {},
        multigrid::Method::direct);
    Vector x = space.make_vector(1);
    matrix.solve(x, load(space, physics, u), 1e-10);
    const double error = l2_error(space, x, [&](const Point &at) { return u.value(at); });
    if (i > 0)
      rate = std::log(previous / error) / std::log(double(n_cells[i]) / n_cells[i - 1]);
    previous = error;
    message(fmt::format("  1/{:<2d}  {:8d}  {:.2e}  {}", n_cells[i], space.n_nodes(), error,
                        i > 0 ? fmt::format("{:.2f}", rate) : ""));
  }
  BOOST_TEST(rate >= degree + 0.8);
}

} // namespace

BOOST_AUTO_TEST_CASE(reaction_diffusion_converges, *boost::unit_test::label("slow")) {
  const auto ball = std::make_shared<geometry::Sphere>(Point(0.52, 0.49, 0.51), 0.41);
  check_rates("ball", ball, 1, {6, 12, 24});
  check_rates("ball", ball, 2, {3, 6, 12});
  check_rates("ball", ball, 3, {4, 6, 10});
  const auto octant = std::make_shared<geometry::Sphere>(Point(-0.03, -0.05, -0.02), 0.87);
  check_rates("octant of a ball with clearance", octant, 1, {6, 12, 24});
  check_rates("octant of a ball with clearance", octant, 2, {3, 6, 12});
  check_rates("octant of a ball with clearance", octant, 3, {4, 8, 12});
}

BOOST_AUTO_TEST_SUITE_END()
