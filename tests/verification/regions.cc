// SPDX-License-Identifier: LGPL-2.1-or-later
// A fluid that differs from place to place and in time: layers of other diffusivity and decay and a
// porous wall against steady states in closed form, changes of the medium against ordinary
// differential equations.
#include <meshes/geometry/shapes/csg.h>
#include <meshes/geometry/shapes/primitives.h>
#include <solver/transport/diffusion_stepper.h>
#include <tests/messages.h>

#include <deal.II/base/mpi.h>

#include <boost/test/unit_test.hpp>

#include <fmt/format.h>

#include <cmath>
#include <functional>
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
using transport::Regions;

BOOST_AUTO_TEST_SUITE(regions)

namespace {

/** What lies below x = end. */
geometry::ShapePtr below(double end) {
  return std::make_shared<geometry::HalfSpace>(Point(end, 0, 0), Tensor<1, 3>({1, 0, 0}));
}

/** A wall below x = 0.2374, pores from there to x = 1/2, surroundings to x = 1. */
constexpr double wall = 0.2374, width = 0.25, area = width * width;

geometry::Scaffold scaffold() {
  geometry::Scaffold result{};
  result.solid = below(wall);
  result.envelope = below(0.5);
  return result;
}

struct Bar {
  Bar(double cell_size, const transport::RegionsParameters &parameters, DiffusionProblem problem,
      double duration, double tolerance, bool has_tissue = false)
      : regions(scaffold(), parameters, has_tissue),
        tree(MPI_COMM_WORLD, parameters.permeable_struts ? below(100.) : regions.open_space(),
             Box({Point(0, 0, 0), Point(1, width, width)}), cell_size),
        space(tree, 1) {
    problem.regions = &regions;
    stepper = std::make_unique<DiffusionStepper>(space, problem, duration, tolerance);
    while (!stepper->is_done())
      stepper->step();
  }

  /** Largest difference from exact(x) at nodes of the fluid, over the largest exact value. */
  double error(const std::function<double(double)> &exact) const {
    double difference = 0., largest = 0.;
    const auto positions = space.positions();
    for (unsigned int node = 0; node < space.n_owned_nodes(); ++node)
      if (tree.shape().distance(positions[node]) <= 0.) {
        const double wanted = exact(positions[node][0]);
        difference =
            std::max(difference, std::abs(stepper->concentration().local_element(node) - wanted));
        largest = std::max(largest, std::abs(wanted));
      }
    return dealii::Utilities::MPI::max(difference, MPI_COMM_WORLD) /
           dealii::Utilities::MPI::max(largest, MPI_COMM_WORLD);
  }

  double kept() const {
    const auto &b = stepper->balance();
    return stepper->amount() + b.bound + b.degraded + b.taken_up + b.cleared + b.removed;
  }

  Regions regions;
  Octree tree;
  FiniteCellSpace space;
  std::unique_ptr<DiffusionStepper> stepper;
};

double one(double) {
  return 1.;
}

} // namespace

BOOST_AUTO_TEST_CASE(layers_of_other_diffusivity) {
  // Steady: linear in both, with the flux 1 throughout.
  transport::RegionsParameters parameters;
  parameters.pores.diffusivity = 2.;
  parameters.surroundings.diffusivity = 0.5;
  const double kappa = 0.7;
  const Bar bar(0.125, parameters, {1., 0., {0., kappa, 0., 0., 0., 0.}, one}, 100., 1e-4);
  const double error = bar.error([&](double x) {
    return 1. / kappa + std::min(1. - x, 0.5) / 0.5 + std::max(0.5 - x, 0.) / 2.;
  });
  message(fmt::format("layers: error {:.1e}", error));
  BOOST_TEST(error < 1e-5);
  BOOST_TEST(bar.kept() == bar.stepper->balance().released, close_to(1e-7));
}

BOOST_AUTO_TEST_CASE(a_layer_that_decays) {
  // Nothing decays in the pores: D c' = −1 there, cosh beyond.
  transport::RegionsParameters parameters;
  parameters.pores.decay = 0.;
  parameters.pores.diffusivity = 3.;
  parameters.tissue.decay = 2.; // from x = 1/2 on
  parameters.clot_width = 0.;
  const double k = 8., root = std::sqrt(2. * k);
  double previous = 0.;
  for (const unsigned int n : {8, 16, 32}) {
    const Bar bar(1. / n, parameters, {1., k, {}, one}, 100., 1e-4, true);
    const double error = bar.error([&](double x) {
      const double beyond = std::max(x, 0.5);
      return std::cosh(root * (1. - beyond)) / (root * std::sinh(0.5 * root)) +
             std::max(0.5 - x, 0.) / 3.;
    });
    message(fmt::format("layer that decays: 1/{} {:.1e}", n, error));
    if (n > 8)
      BOOST_TEST(std::log2(previous / error) > 1.8);
    previous = error;
    BOOST_TEST(bar.kept() == bar.stepper->balance().released, close_to(1e-6));
    BOOST_TEST(bar.stepper->balance().degraded > 0.9 * bar.stepper->balance().released);
  }
  BOOST_TEST(previous < 2e-3);
}

BOOST_AUTO_TEST_CASE(sites_of_one_layer) {
  // Filled to the brim: b is B c/(K + c) where there are sites.
  transport::RegionsParameters parameters;
  parameters.pores.sites = 0.;
  parameters.surroundings.sites = 3.;
  const Bar bar(0.0625, parameters,
                {1e3, 0., {}, [](double t) { return t < 0.5 ? 1. : 0.; }, {5., 2.5, 0.4}}, 40.,
                1e-5);
  // c V + B V₂ c/(K + c) = 0.5 A
  const double total = bar.stepper->balance().released / area;
  double low = 0., high = 1.;
  for (unsigned int i = 0; i < 60; ++i) {
    const double c = 0.5 * (low + high);
    (c * (1. - wall) + 1.2 * 0.5 * c / (0.5 + c) < total ? low : high) = c;
  }
  message(fmt::format("sites of one layer: {:.6f} ({:.6f})", bar.stepper->balance().bound,
                      area * 0.6 * low / (0.5 + low)));
  BOOST_TEST(bar.stepper->balance().bound == area * 0.6 * low / (0.5 + low), close_to(1e-4));
  BOOST_TEST(bar.kept() == bar.stepper->balance().released, close_to(1e-6));
}

BOOST_AUTO_TEST_CASE(a_porous_wall) {
  // What is released at its surface leaves through both ends; steady.
  transport::RegionsParameters parameters;
  parameters.permeable_struts = true;
  parameters.strut.porosity = 0.4;
  parameters.strut.diffusivity = 0.5;
  const double left = 0.6, right = 0.9;
  const double through_wall = wall / 0.2 + 1. / left, through_pores = 1. - wall + 1. / right;
  const double at_surface = 1. / (1. / through_wall + 1. / through_pores);
  const auto exact = [&](double x) {
    return x < wall ? at_surface * (1. - (wall - x) / 0.2 / through_wall)
                    : at_surface * (1. - (x - wall) / through_pores);
  };
  double previous = 0.;
  for (const unsigned int n : {16, 32, 64}) {
    const Bar bar(1. / n, parameters, {1., 0., {left, right, 0., 0., 0., 0.}, one}, 100., 1e-4);
    BOOST_TEST(bar.stepper->surface().area == area, close_to(1e-9));
    const double error = bar.error(exact);
    message(fmt::format("porous wall: 1/{} {:.1e}", n, error));
    previous = error;
    // Its fluid holds 0.4 of the wall's volume.
    const double amount = area * (0.4 * wall * 0.5 * (exact(0.) + at_surface) +
                                  (1. - wall) * 0.5 * (exact(1.) + at_surface));
    BOOST_TEST(bar.stepper->amount() == amount, close_to(2e-2));
    BOOST_TEST(bar.kept() == bar.stepper->balance().released, close_to(1e-6));
  }
  BOOST_TEST(previous < 1e-2);
}

BOOST_AUTO_TEST_CASE(changes_of_the_medium) {
  // So fast a diffusion that c is a number: V c' = A − k V c, and a share stays at each change.
  const double k = 0.7, volume = (1. - wall) * area, stays = 0.3;
  const std::vector<double> times = {0.377, 1.1};
  const double end = 2.;
  const Octree tree(MPI_COMM_WORLD, std::make_shared<geometry::Complement>(below(wall)),
                    Box({Point(0, 0, 0), Point(1, width, width)}), 0.125);
  const FiniteCellSpace space(tree, 1);
  Vector exchanged = space.make_vector(1);
  const transport::Fluid fluid(space, 1., 0., {}, nullptr);
  exchanged.add(1. - stays, fluid.volume());
  DiffusionProblem problem{1e5, k, {}, one};
  problem.changes = {times, &exchanged};
  DiffusionStepper stepper(space, problem, end, 1e-7);
  double c = 0., time = 0., removed = 0., degraded = 0.;
  const auto advance = [&](double to) {
    const double steady = area / volume / k, decayed = std::exp(-k * (to - time));
    const double next = steady + (c - steady) * decayed;
    degraded += area * (to - time) - volume * (next - c);
    c = next;
    time = to;
  };
  std::vector<double> met;
  while (!stepper.is_done()) {
    stepper.step();
    if (stepper.must_change_medium()) {
      met.push_back(stepper.time());
      advance(stepper.time());
      BOOST_TEST(stepper.amount() == volume * c, close_to(1e-5));
      stepper.change_medium();
      removed += (1. - stays) * volume * c;
      c *= stays;
      BOOST_TEST(stepper.amount() == volume * c, close_to(1e-5));
    }
  }
  advance(end);
  BOOST_TEST(met == times, boost::test_tools::per_element());
  BOOST_TEST(stepper.time() == end);
  message(fmt::format("changes of the medium: {} steps, removed {:.6e} ({:.6e})", stepper.n_steps(),
                      stepper.balance().removed, removed));
  BOOST_TEST(stepper.amount() == volume * c, close_to(1e-5));
  BOOST_TEST(stepper.balance().removed == removed, close_to(1e-5));
  BOOST_TEST(stepper.balance().degraded == degraded, close_to(1e-5));
  const auto &b = stepper.balance();
  BOOST_TEST(stepper.amount() + b.degraded + b.removed == b.released, close_to(1e-7));
}

BOOST_AUTO_TEST_SUITE_END()
