// SPDX-License-Identifier: LGPL-2.1-or-later
// A flow that carries a factor: against the exact profile in a channel with a source along it, and
// a Gaussian pulse; potential flow past a cylinder (Lamb, Hydrodynamics, § 68).
#include <meshes/geometry/shapes/csg.h>
#include <meshes/geometry/shapes/primitives.h>
#include <solver/transport/diffusion_stepper.h>
#include <tests/messages.h>

#include <deal.II/base/mpi.h>

#include <boost/test/unit_test.hpp>

#include <fmt/format.h>

#include <cmath>
#include <memory>

using namespace lacuna;
using dealii::Tensor;
using geometry::Point;
using octree::Box;
using octree::Octree;
using operators::FiniteCellSpace;
using operators::Vector;
using tests::close_to;
using tests::message;
using transport::DiffusionProblem;
using transport::DiffusionStepper;
using transport::Flow;

BOOST_AUTO_TEST_SUITE(advection)

namespace {

double lost(const DiffusionStepper &stepper) {
  const auto &b = stepper.balance();
  return std::abs(stepper.amount() + b.degraded + b.cleared - b.released) / b.released;
}

double least(const Vector &x) {
  double result = 0.;
  for (unsigned int i = 0; i < x.locally_owned_size(); ++i)
    result = std::min(result, x.local_element(i));
  return dealii::Utilities::MPI::min(result, MPI_COMM_WORLD);
}

} // namespace

BOOST_AUTO_TEST_CASE(channel_with_a_source_along_it) {
  // The mean over the depth H above the floor has u c' = D c'' + J/H, no flux of both together at
  // the entry, c' = 0 at the exit. D = 1, J = 1; steady.
  const double floor = 0.0231;
  const auto solid =
      std::make_shared<geometry::HalfSpace>(Point(0, 0, floor), Tensor<1, 3>({0, 0, 1}));
  for (const double u : {3., 200.}) {
    std::vector<double> errors;
    for (const unsigned int n : {8, 16, 32}) {
      const double h = 1. / n, depth = h - floor;
      const Octree tree(MPI_COMM_WORLD, std::make_shared<geometry::Complement>(solid),
                        Box({Point(0, 0, 0), Point(1, h, h)}), h);
      const FiniteCellSpace space(tree, 1);
      const Flow flow(space, u, 0);
      BOOST_TEST(flow.exit_velocity() == u, close_to(1e-6));
      DiffusionProblem problem{1., 0., {}, [](double) { return 1.; }};
      problem.flow = &flow;
      DiffusionStepper stepper(space, problem, 20., 1e-3);
      while (!stepper.is_done())
        stepper.step();
      const double exact =
          h * (0.5 / u + 1. / (u * u) * (1. - (1. - std::exp(-u)) / u)); // H W ∫ c dx
      errors.push_back(std::abs(stepper.amount() / exact - 1.));
      message(fmt::format("channel, u = {}, 1/{}: depth {:.4f}, {} steps, {} iterations, error "
                          "{:.1e}, least {:.1e}, gap {:.1e}",
                          u, n, depth, stepper.n_steps(), stepper.n_iterations(), errors.back(),
                          least(stepper.concentration()), lost(stepper)));
      BOOST_TEST(lost(stepper) < 1e-6);
      // Cells of Péclet numbers of 6 and 12 undershoot by some per cent, but stay bounded.
      const double largest = stepper.concentration().linfty_norm();
      const bool resolved = u * h / 2. < 5.;
      BOOST_TEST(least(stepper.concentration()) >= (resolved ? -1e-6 : -0.1) * largest);
    }
    if (u < 10.) {
      BOOST_TEST(std::log2(errors[1] / errors[2]) > 1.8);
      BOOST_TEST(errors.back() < 3e-4);
    } else {
      BOOST_TEST(std::log2(errors[1] / errors[2]) > 0.9);
      BOOST_TEST(errors.back() < 3e-2);
    }
  }
}

BOOST_AUTO_TEST_CASE(a_channel_in_si_units) {
  // The same with D = 1e-10 m²/s, 1 mm long, of 3 Péclet numbers, with a linear term at nodes.
  const double length = 1e-3, diffusivity = 1e-10, u = 3. * diffusivity / length, h = length / 16.;
  const auto solid =
      std::make_shared<geometry::HalfSpace>(Point(0, 0, 0.37 * h), Tensor<1, 3>({0, 0, 1}));
  const Octree tree(MPI_COMM_WORLD, std::make_shared<geometry::Complement>(solid),
                    Box({Point(0, 0, 0), Point(length, h, h)}), h);
  const FiniteCellSpace space(tree, 1);
  const Flow flow(space, u, 0);
  DiffusionProblem problem{diffusivity, 0., {}, [](double) { return 1e-17; }};
  problem.uptake = {1e-30, 1e-6};
  problem.flow = &flow;
  DiffusionStepper stepper(space, problem, 20. * length * length / diffusivity, 1e-3);
  while (!stepper.is_done())
    stepper.step();
  const double exact = 1e-17 * h * std::pow(length, 3) / diffusivity *
                       (0.5 / 3. + 1. / 9. * (1. - (1. - std::exp(-3.)) / 3.));
  message(fmt::format("channel in SI units: {} iterations, error {:.1e}", stepper.n_iterations(),
                      stepper.amount() / exact - 1.));
  BOOST_TEST(stepper.amount() == exact, close_to(1e-3));
  BOOST_TEST(lost(stepper) < 1e-6);
}

BOOST_AUTO_TEST_CASE(a_pulse) {
  const double u = 4., diffusivity = 0.02, start = 0.05, width = 0.0625;
  const auto exact = [&](double x, double t) {
    return std::sqrt(start / (t + start)) *
           std::exp(-std::pow(x - 0.25 - u * t, 2) / (4. * diffusivity * (t + start)));
  };
  const double end = 0.1;
  std::vector<double> errors;
  for (const unsigned int n : {16, 32, 64, 128}) {
    const Octree tree(
        MPI_COMM_WORLD,
        std::make_shared<geometry::HalfSpace>(Point(100, 0, 0), Tensor<1, 3>({1, 0, 0})),
        Box({Point(0, 0, 0), Point(1, width, width)}), 1. / n);
    const FiniteCellSpace space(tree, 1);
    const Flow flow(space, u, 0);
    const transport::Fluid fluid(space, 1., 0., {}, nullptr);
    const auto positions = space.positions();
    Vector initial = fluid.volume();
    for (unsigned int i = 0; i < space.n_owned_nodes(); ++i)
      initial.local_element(i) *= exact(positions[i][0], 0.);
    DiffusionProblem problem{diffusivity, 0., {}, [](double) { return 0.; }};
    problem.initial = &initial;
    problem.flow = &flow;
    DiffusionStepper stepper(space, problem, end, 1e-6);
    while (!stepper.is_done())
      stepper.step();
    double error = 0.;
    for (unsigned int i = 0; i < space.n_owned_nodes(); ++i)
      error = std::max(
          error, std::abs(stepper.concentration().local_element(i) - exact(positions[i][0], end)));
    errors.push_back(dealii::Utilities::MPI::max(error, MPI_COMM_WORLD));
    message(fmt::format("pulse, 1/{}, Péclet {:.2f}: {} steps, {} iterations, error {:.1e}, least "
                        "{:.1e}, gap {:.1e}",
                        n, 0.5 * u / n / diffusivity, stepper.n_steps(), stepper.n_iterations(),
                        errors.back(), least(stepper.concentration()), lost(stepper)));
    BOOST_TEST(lost(stepper) < 1e-6);
  }
  BOOST_TEST(std::log2(errors[2] / errors[3]) > 1.7);
  BOOST_TEST(errors[3] < 5e-3);
}

BOOST_AUTO_TEST_CASE(flow_past_a_cylinder) {
  // Between walls, fastest where it is narrowest: there as much passes as enters.
  const double radius = 0.15, u = 2.;
  const auto strand =
      std::make_shared<geometry::Cylinder>(Point(0.5, 0.5, 0), Tensor<1, 3>({0, 0, 1}), radius);
  const Octree tree(MPI_COMM_WORLD, std::make_shared<geometry::Complement>(strand),
                    Box({Point(0, 0, 0), Point(1, 1, 1. / 32)}), 1. / 32);
  const FiniteCellSpace space(tree, 1);
  const Flow flow(space, u, 0);
  BOOST_TEST(flow.exit_velocity() == u, close_to(1e-6));
  // ∫ u_x over the fluid is u times the length, of a flow that is mirrored in x: ∫ u·∇x = Σ u x.
  double moved = 0., beside = 0., volume = 0.;
  const operators::ReferenceElement element(1, space.moments());
  for (const auto &cell : space.cells()) {
    const auto velocities = flow.velocities(cell);
    for (unsigned int q = 0; q < element.n_points(); ++q) {
      const double w = space.weights(cell)[q] * cell.volume();
      moved += w * velocities[q][0];
      const Point x = cell.box().unit_to_real(element.point(q));
      if (std::abs(x[0] - 0.5) < 1. / 32) {
        beside += w * velocities[q][0];
        volume += w;
      }
    }
  }
  moved = dealii::Utilities::MPI::sum(moved, MPI_COMM_WORLD);
  beside = dealii::Utilities::MPI::sum(beside, MPI_COMM_WORLD);
  volume = dealii::Utilities::MPI::sum(volume, MPI_COMM_WORLD);
  message(fmt::format("flow past a cylinder: {:.6f} through, {:.4f} at the narrowest", moved * 32.,
                      beside / volume));
  BOOST_TEST(moved * 32. == u, close_to(1e-6));
  BOOST_TEST(beside / volume == u / (1. - 2. * radius), close_to(1e-2));
}

BOOST_AUTO_TEST_SUITE_END()
