// SPDX-License-Identifier: LGPL-2.1-or-later
// Binding and uptake with diffusion: a well against ordinary differential equations, a travelling
// front of saturable binding, a slab with first-order uptake (Carslaw & Jaeger, Conduction of Heat
// in Solids, 3.11), and the balance of all of it around a strand.
#include <meshes/geometry/shapes/csg.h>
#include <meshes/geometry/shapes/primitives.h>
#include <solver/transport/delivery.h>
#include <solver/transport/diffusion_stepper.h>
#include <solver/transport/patches.h>
#include <tests/messages.h>

#include <deal.II/base/mpi.h>

#include <boost/test/unit_test.hpp>

#include <fmt/format.h>

#include <cmath>
#include <functional>
#include <memory>
#include <vector>

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

BOOST_AUTO_TEST_SUITE(reactions)

namespace {

/** A bar of fluid along x from `start` to 1, of square cross-section, stepped to the end. */
struct Bar {
  Bar(double start, double width, double cell_size, const DiffusionProblem &problem,
      double duration, double tolerance)
      : shape(std::make_shared<geometry::HalfSpace>(Point(start, 0, 0), Tensor<1, 3>({-1, 0, 0}))),
        tree(MPI_COMM_WORLD, shape, Box({Point(0, 0, 0), Point(1, width, width)}), cell_size),
        space(tree, 1), stepper(space, problem, duration, tolerance) {
    while (!stepper.is_done())
      stepper.step();
  }

  /** Largest difference from exact(x) at nodes of the fluid, over the largest exact value. */
  double error(const Vector &values, const std::function<double(double)> &exact) const {
    double difference = 0., largest = 0.;
    const auto positions = space.positions();
    for (unsigned int node = 0; node < space.n_owned_nodes(); ++node) {
      if (shape->distance(positions[node]) > 0.)
        continue;
      const double wanted = exact(positions[node][0]);
      difference = std::max(difference, std::abs(values.local_element(node) - wanted));
      largest = std::max(largest, std::abs(wanted));
    }
    return dealii::Utilities::MPI::max(difference, MPI_COMM_WORLD) /
           dealii::Utilities::MPI::max(largest, MPI_COMM_WORLD);
  }

  geometry::ShapePtr shape;
  Octree tree;
  FiniteCellSpace space;
  DiffusionStepper stepper;
};

double kept(const DiffusionStepper &stepper) {
  const auto &balance = stepper.balance();
  return stepper.amount() + balance.bound + balance.degraded + balance.taken_up + balance.cleared;
}

double root(double a, double b, const std::function<double(double)> &f) {
  for (unsigned int halving = 0; halving < 80; ++halving) {
    const double middle = 0.5 * (a + b);
    ((f(a) < 0.) == (f(middle) < 0.) ? a : b) = middle;
  }
  return 0.5 * (a + b);
}

/** A travelling wave of c and b = B c/(K + c): D c' = −v (c + b), c = 1 about ξ = 0. */
struct Front {
  static constexpr double speed = 1., diffusivity = 0.2, saturation = 1., sites = 4.;

  static double concentration(double xi) {
    const double sum = saturation + sites;
    return std::exp(root(-60., 10., [&](double log_c) {
      return (saturation * log_c + sites * std::log((sum + std::exp(log_c)) / sum)) / sum +
             speed * xi / diffusivity;
    }));
  }
  static double bound(double xi) {
    const double c = concentration(xi);
    return sites * c / (saturation + c);
  }
};

} // namespace

BOOST_AUTO_TEST_CASE(well_in_the_limit_of_fast_diffusion) {
  const double start = 0.2374, width = 0.25, area = width * width, volume = (1. - start) * area;
  const double decay = 0.7, duration = 4.;
  const transport::Binding binding{2., 0.5, 0.8};
  const transport::Uptake uptake{0.6, 0.4};
  const auto flux = [](double t) { return 1.5 * std::exp(-t); };
  const Bar bar(start, width, 0.125, {1e5, decay, {}, flux, binding, uptake}, duration, 1e-6);

  // c, b, degraded, taken up by the classical scheme of fourth order.
  using State = std::array<double, 4>;
  const auto rates = [&](double t, const State &y) {
    const double taken = area * uptake.maximum * y[0] / (uptake.half_saturation + y[0]);
    const double bound = binding.on * y[0] * (binding.sites - y[1]) - binding.off * y[1];
    return State{(area * flux(t) - taken) / volume - decay * y[0] - bound, bound,
                 volume * decay * y[0], taken};
  };
  const auto ahead = [](State y, double dt, const State &k) {
    for (unsigned int i = 0; i < 4; ++i)
      y[i] += dt * k[i];
    return y;
  };
  State y{};
  const unsigned int n = 4000;
  const double dt = duration / n;
  for (unsigned int step = 0; step < n; ++step) {
    const double t = step * dt;
    const auto k1 = rates(t, y), k2 = rates(t + dt / 2, ahead(y, dt / 2, k1)),
               k3 = rates(t + dt / 2, ahead(y, dt / 2, k2)), k4 = rates(t + dt, ahead(y, dt, k3));
    for (unsigned int i = 0; i < 4; ++i)
      y[i] += dt / 6. * (k1[i] + 2. * k2[i] + 2. * k3[i] + k4[i]);
  }
  const DiffusionStepper &stepper = bar.stepper;
  message(fmt::format("well: {} steps, {} iterations, c {:.6f} ({:.6f}), b {:.6f} ({:.6f})",
                      stepper.n_steps(), stepper.n_iterations(), stepper.amount() / volume, y[0],
                      stepper.balance().bound / volume, y[1]));
  BOOST_TEST(stepper.amount() == volume * y[0], close_to(2e-4));
  BOOST_TEST(stepper.balance().bound == volume * y[1], close_to(2e-4));
  BOOST_TEST(stepper.balance().degraded == y[2], close_to(2e-4));
  BOOST_TEST(stepper.balance().taken_up == y[3], close_to(2e-4));
  BOOST_TEST(kept(stepper) == stepper.balance().released, close_to(1e-7));
}

BOOST_AUTO_TEST_CASE(front_of_saturable_binding) {
  const double start = 0.0374, width = 0.0625, before = 0.5, duration = 0.95;
  const double fast = 1e6; // so that b follows c at once
  const auto place = [&](double x, double t) { return x - start - Front::speed * t + before; };
  const auto flux = [&](double t) {
    const double xi = place(start, t);
    return Front::speed * (Front::concentration(xi) + Front::bound(xi));
  };
  message("front\n     h  steps  iterations  error of c      of b");
  std::vector<double> errors, bound_errors;
  for (const unsigned int n : {16, 32, 64}) {
    const Bar bar(
        start, width, 1. / n,
        {Front::diffusivity, 0., {}, flux, {fast / Front::saturation, fast, Front::sites}, {}},
        duration, 1e-4);
    errors.push_back(bar.error(bar.stepper.concentration(),
                               [&](double x) { return Front::concentration(place(x, duration)); }));
    bound_errors.push_back(
        bar.error(bar.stepper.bound(), [&](double x) { return Front::bound(place(x, duration)); }));
    message(fmt::format("  1/{:<2d}  {:5d}  {:10d}  {:10.1e}  {:8.1e}", n, bar.stepper.n_steps(),
                        bar.stepper.n_iterations(), errors.back(), bound_errors.back()));
    BOOST_TEST(kept(bar.stepper) == bar.stepper.balance().released, close_to(1e-7));
    // The flux is that of the wave: ∫ v (c + b) dt = D (c − c(0)) at the surface.
    BOOST_TEST(bar.stepper.balance().released == width * width * Front::diffusivity *
                                                     Front::concentration(place(start, duration)),
               close_to(1e-3));
  }
  BOOST_TEST(std::log2(errors[1] / errors[2]) >= 1.7);
  BOOST_TEST(errors[2] < 2e-3);
  BOOST_TEST(bound_errors[2] < 1e-2);
}

BOOST_AUTO_TEST_CASE(slab_with_first_order_uptake) {
  // Far below half saturation κ = u_max / K; a flux of 1 fills it up to 1 / κ.
  const double start = 0.2374, length = 1. - start, width = 0.25, kappa = 1.7, saturation = 1e9;
  const double duration = 0.3 * length * length;
  const auto exact = [&](double x) {
    const double biot = kappa * length;
    double share = 1.;
    for (unsigned int i = 0; i < 12; ++i) {
      const double alpha = root(i * M_PI + 1e-9, (i + 0.5) * M_PI,
                                [&](double a) { return a * std::sin(a) - biot * std::cos(a); });
      share -= 2. * std::sin(alpha) / (alpha + std::sin(alpha) * std::cos(alpha)) *
               std::cos(alpha * (1. - x) / length) *
               std::exp(-alpha * alpha * duration / (length * length));
    }
    return share / kappa;
  };
  message("slab with uptake\n     h  error");
  std::vector<double> errors;
  for (const unsigned int n : {8, 16, 32}) {
    const Bar bar(start, width, 1. / n,
                  {1., 0., {}, [](double) { return 1.; }, {}, {kappa * saturation, saturation}},
                  duration, 1e-6);
    errors.push_back(bar.error(bar.stepper.concentration(), exact));
    message(fmt::format("  1/{:<2d}  {:.1e}", n, errors.back()));
    BOOST_TEST(kept(bar.stepper) == width * width * duration, close_to(1e-6));
    BOOST_TEST(bar.stepper.balance().taken_up > 0.1 * bar.stepper.balance().released);
  }
  // The start's error in time shows on the finest grid.
  BOOST_TEST(std::log2(errors[0] / errors[1]) >= 1.7);
  BOOST_TEST(errors[2] < 4e-4);
}

BOOST_AUTO_TEST_CASE(balance_of_vegf_around_a_strand_in_a_matrix) {
  const double day = 86400.;
  const auto strand = std::make_shared<geometry::Cylinder>(Point(4.1e-4, 3.7e-4, 0),
                                                           Tensor<1, 3>({0.2, -0.1, 1}), 1.6e-4);
  const Octree tree(MPI_COMM_WORLD, std::make_shared<geometry::Complement>(strand),
                    Box({Point(0, 0, 0), Point(8e-4, 8e-4, 8e-4)}), 1e-4);
  const FiniteCellSpace space(tree, 1);
  // 750 nM of sites with a dissociation constant of 24 nM; some are filled and emptied again.
  const auto flux = [&](double t) { return 1e-14 * std::exp(-t / (0.5 * day)); };
  DiffusionStepper stepper(space,
                           {1.1e-10,
                            std::log(2.) / 5400.,
                            {1e-7, 1e-7, 1e-7, 1e-7, 1e-7, 1e-7},
                            flux,
                            {420., 1e-2, 7.5e-4},
                            {2.3e-15, 1.5e-7}},
                           14. * day, 1e-3);
  double most_bound = 0.;
  while (!stepper.is_done()) {
    stepper.step();
    most_bound = std::max(most_bound, stepper.balance().bound);
  }
  const auto &balance = stepper.balance();
  message(fmt::format("strand in a matrix: {} unknowns, {} steps, {} iterations, released {:.3e}, "
                      "bound at most {:.3e}, degraded {:.3e}, taken up {:.3e}, cleared {:.3e}, gap "
                      "{:.1e}",
                      space.n_nodes(), stepper.n_steps(), stepper.n_iterations(), balance.released,
                      most_bound, balance.degraded, balance.taken_up, balance.cleared,
                      kept(stepper) / balance.released - 1.));
  BOOST_TEST(kept(stepper) == balance.released, close_to(1e-6));
  BOOST_TEST(most_bound > 10. * stepper.amount());
  BOOST_TEST(balance.bound < 1e-2 * most_bound);
}

BOOST_AUTO_TEST_CASE(sources_release_what_they_say) {
  const double day = 86400., end = 14. * day;
  const auto strand = std::make_shared<geometry::Cylinder>(Point(4.1e-4, 3.7e-4, 0),
                                                           Tensor<1, 3>({0.2, -0.1, 1}), 1.6e-4);
  const Octree tree(MPI_COMM_WORLD, std::make_shared<geometry::Complement>(strand),
                    Box({Point(0, 0, 0), Point(8e-4, 8e-4, 8e-4)}), 1e-4);
  const FiniteCellSpace space(tree, 1);
  const transport::Patches patches(0.4, 2e-4, 3);
  Vector initial = space.make_vector(1);
  for (unsigned int i = 0; i < space.n_owned_nodes(); ++i)
    initial.local_element(i) = 1e-18;
  const auto run = [&](const char *name, const transport::Delivery &delivery, bool in_patches,
                       const Vector *at_start) {
    DiffusionProblem problem{1.4e-10,
                             std::log(2.) / 22680.,
                             {1e-7, 1e-7, 1e-7, 1e-7, 1e-7, 1e-7},
                             [&](double t) { return delivery.flux(t); }};
    problem.released = [&](double t) { return delivery.released(t); };
    const transport::CutSurface surface(
        space, transport::CellParts(space, nullptr),
        [&](const Point &x) { return !in_patches || patches.cover(x); });
    problem.surface = &surface;
    problem.initial = at_start;
    DiffusionStepper stepper(space, problem, end, 1e-3);
    const double wanted = delivery.released(end) * surface.covered_area +
                          (at_start ? 1e-18 * double(space.n_nodes()) : 0.);
    while (!stepper.is_done())
      stepper.step();
    const double share = surface.covered_area / surface.area;
    message(fmt::format("{}: {} steps, {} iterations, covered {:.3f}, released {:.6e}, gap {:.1e}",
                        name, stepper.n_steps(), stepper.n_iterations(), share,
                        stepper.balance().released,
                        kept(stepper) / stepper.balance().released - 1.));
    BOOST_TEST(stepper.balance().released == wanted, close_to(1e-9));
    BOOST_TEST(kept(stepper) == stepper.balance().released, close_to(1e-6));
    BOOST_TEST((share == 1.) == !in_patches);
  };
  using transport::Delivery, transport::Portion;
  const double load = 1e-11;
  const Delivery migrasomes(std::vector<Portion>{{load, 1e-6, 5e-7}, {load, 3e-6, 5e-7}});
  const Delivery adsorbed(std::vector<Portion>{{0.3 * load, 1e-4}, {0.7 * load, 1e-6}});
  const Delivery power({}, {load, 10. * day, 0.45});
  run("migrasomes", migrasomes, false, nullptr);
  run("migrasomes in patches", migrasomes, true, nullptr);
  run("burst and first order", adsorbed, false, nullptr);
  run("power law that ends", power, false, nullptr);
  run("soaked", Delivery(), false, &initial);
}

BOOST_AUTO_TEST_SUITE_END()
