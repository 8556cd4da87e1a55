// SPDX-License-Identifier: LGPL-2.1-or-later
// Linear releases by rational Krylov spaces: against a series in closed form (Crank), against steps
// at a tight tolerance for all laws, regions, permeable struts, changes of the medium, binding and
// uptake far from saturation; what the tolerance promises; and the balance.
#include <meshes/geometry/shapes/csg.h>
#include <meshes/geometry/shapes/primitives.h>
#include <solver/transport/diffusion_stepper.h>
#include <solver/transport/linear_evolution.h>
#include <solver/transport/make_evolution.h>
#include <tests/messages.h>

#include <deal.II/base/mpi.h>

#include <boost/test/unit_test.hpp>

#include <fmt/format.h>

#include <cmath>
#include <map>

using namespace lacuna;
using dealii::Tensor;
using geometry::Point;
using octree::Box;
using octree::Octree;
using operators::FiniteCellSpace;
using operators::Vector;
using tests::close_to;
using tests::message;
using transport::Balance;
using transport::CellParts;
using transport::CutSurface;
using transport::Delivery;
using transport::DiffusionProblem;
using transport::DiffusionStepper;
using transport::Evolution;
using transport::LinearEvolution;

BOOST_AUTO_TEST_SUITE(linear_release)

namespace {

constexpr double hour = 3600., day = 24. * hour;

/** A strand that an envelope below y = 0.6 mm cuts off. */
geometry::Scaffold scaffold() {
  geometry::Scaffold result{};
  result.solid = std::make_shared<geometry::Cylinder>(Point(4.1e-4, 3.7e-4, 0),
                                                      Tensor<1, 3>({0.2, -0.1, 1}), 1.6e-4);
  result.envelope =
      std::make_shared<geometry::HalfSpace>(Point(0, 6e-4, 0), Tensor<1, 3>({0, 1, 0}));
  return result;
}

/** It in a corner of a defect that clears, on cells of two sizes. */
struct Strand {
  explicit Strand(const transport::RegionsParameters &parameters = {})
      : regions(scaffold(), parameters, true),
        tree(MPI_COMM_WORLD,
             parameters.permeable_struts
                 ? std::make_shared<geometry::HalfSpace>(Point(0, 0, 1), Tensor<1, 3>({0, 0, 1}))
                 : regions.open_space(),
             Box({Point(0, 0, 0), Point(8e-4, 8e-4, 8e-4)}), 1e-4) {
    tree.refine([](const auto &cell) { return cell->center()[0] > 4e-4; });
    space = std::make_unique<FiniteCellSpace>(tree, 1);
    surface = std::make_unique<CutSurface>(*space, CellParts(*space, &regions),
                                           [](const Point &x) { return x[2] > 2e-4; });
    all = half = space->make_vector(1);
    const operators::ReferenceElement element(1, space->moments());
    for (const auto &cell : space->cells()) {
      std::array<double, 8> volume{}, outside{};
      for (unsigned int q = 0; q < element.n_points(); ++q)
        for (unsigned int a = 0; a < 8; ++a) {
          const double v = space->weights(cell)[q] * cell.volume() * element.values(q)[a];
          volume[a] += v;
          outside[a] += cell.box().unit_to_real(element.point(q))[0] < 3.1e-4 ? v : 0.;
        }
      space->scatter_add(volume.data(), 1, cell, all);
      space->scatter_add(outside.data(), 1, cell, half);
    }
    all.compress(dealii::VectorOperation::add);
    half.compress(dealii::VectorOperation::add);
  }

  DiffusionProblem problem(const Delivery &delivery) const {
    DiffusionProblem result{1.4e-10,
                            std::log(2.) / (6.3 * hour),
                            {1e-7, 1e-7, 1e-7, 2e-7, 0., 1e-8},
                            [delivery](double t) { return delivery.flux(t); }};
    result.released = [delivery](double t) { return delivery.released(t); };
    result.surface = surface.get();
    if (regions.differ())
      result.regions = &regions;
    return result;
  }

  transport::Regions regions;
  Octree tree;
  std::unique_ptr<FiniteCellSpace> space;
  std::unique_ptr<CutSurface> surface;
  Vector all, half;
};

double largest(const Vector &x) {
  return x.linfty_norm();
}

/** What an evolution shows at some times, which all methods meet. */
struct Shown {
  struct Now {
    Vector concentration;
    /** Until then. */
    double peak;
  };
  std::map<double, Now> at;
  Balance balance;
  double amount, exposure;
  unsigned int steps, iterations;

  double balance_error() const {
    return (balance.released - amount - balance.bound - balance.degraded - balance.taken_up -
            balance.cleared - balance.removed) /
           balance.released;
  }
};

Shown follow(Evolution &evolution, const std::vector<double> &times) {
  Shown shown;
  Vector exposure = evolution.concentration();
  exposure = 0.;
  double peak = 0.;
  while (!evolution.is_done()) {
    if (!evolution.advance())
      continue;
    evolution.add_exposure(exposure);
    peak = std::max(peak, largest(evolution.concentration()));
    for (const double t : times)
      if (std::abs(evolution.time() / t - 1.) < 1e-9)
        shown.at[t] = {evolution.concentration(), peak};
  }
  shown.balance = evolution.balance();
  shown.amount = evolution.amount();
  shown.exposure = exposure.l2_norm();
  shown.steps = evolution.n_steps();
  shown.iterations = evolution.n_iterations();
  return shown;
}

/** Each the half of the next, from one to the other. */
std::vector<double> halvings(double from, double end, unsigned int n) {
  std::vector<double> times;
  for (unsigned int i = n; i-- > 0;)
    times.push_back(from + std::ldexp(end - from, -int(i)));
  return times;
}

/**
 * Largest difference at any time, over the largest value then or a share of that until then, at
 * nodes where `weights` are one.
 */
double difference(const Shown &a, const Shown &b, double share, const Vector &weights) {
  double result = 0.;
  BOOST_TEST(a.at.size() == b.at.size());
  for (const auto &[time, exact] : b.at) {
    Vector c = a.at.at(time).concentration;
    c -= exact.concentration;
    c.scale(weights);
    result =
        std::max(result, largest(c) / std::max(largest(exact.concentration), share * exact.peak));
  }
  return result;
}

double ratio(double a, double b) {
  return b > 0. ? a / b - 1. : a;
}

/**
 * Follows a problem by steps, whose errors are relative to the largest value so far, and all at
 * once, which must keep to each tolerance at all times.
 */
void compare(const std::string &name, const Strand &strand, const DiffusionProblem &problem,
             const Delivery &delivery, double duration, const std::vector<double> &times) {
  DiffusionStepper stepper(*strand.space, problem, duration, problem.is_linear() ? 1e-6 : 1e-5);
  const Shown stepped = follow(stepper, times);
  LinearEvolution tight(*strand.space, problem, delivery, duration, 1e-7);
  const Shown exact = follow(tight, times);
  const Vector weights = transport::LinearDiffusion(*strand.space, problem).substantial();
  const double between = difference(stepped, exact, 1., weights);
  message(fmt::format("{}: {} unknowns; {} steps, {} iterations; all at once to 1e-7, {} "
                      "iterations; {:.1e} between",
                      name, strand.space->n_nodes(), stepped.steps, stepped.iterations,
                      exact.iterations, between));
  BOOST_TEST(between < 5e-4);
  for (const auto &[a, b] : {std::pair{exact.balance.released, stepped.balance.released},
                             {exact.balance.degraded, stepped.balance.degraded},
                             {exact.balance.cleared, stepped.balance.cleared},
                             {exact.balance.taken_up, stepped.balance.taken_up},
                             {exact.balance.removed, stepped.balance.removed}})
    BOOST_TEST(std::abs(a - b) < 1e-4 * exact.balance.released);
  BOOST_TEST(exact.exposure == stepped.exposure, close_to(1e-3));
  message("  tolerance  error    iterations  balance  exposure   amount   bound");
  for (const double tolerance : {1e-2, 1e-3, 1e-4}) {
    LinearEvolution linear(*strand.space, problem, delivery, duration, tolerance);
    const Shown shown = follow(linear, times);
    const double error = difference(shown, exact, 1e-3, weights);
    message(fmt::format("  {:9.0e}  {:.1e}  {:10d}  {:7.0e}  {:8.1e}  {:8.1e}  {:8.1e}", tolerance,
                        error, shown.iterations, shown.balance_error(),
                        ratio(shown.exposure, exact.exposure), ratio(shown.amount, exact.amount),
                        ratio(shown.balance.bound, exact.balance.bound)));
    BOOST_TEST(error < tolerance);
    BOOST_TEST(std::abs(shown.balance_error()) < 1e-12);
    BOOST_TEST(shown.exposure == exact.exposure, close_to(tolerance));
  }
}

} // namespace

BOOST_AUTO_TEST_CASE(laws, *boost::unit_test::label("slow")) {
  const Strand strand;
  const double duration = 14. * day;
  const std::vector<double> times = halvings(0., duration, 14);
  const Delivery migrasomes({{1e-9, 5e-7, 2e-7}, {1e-9, 2e-6, 2e-7}});
  compare("migrasomes", strand, strand.problem(migrasomes), migrasomes, duration, times);
  const Delivery burst({{1e-9, 5.}, {1e-9, 1e-6}});
  compare("a burst within a second, then weeks", strand, strand.problem(burst), burst, duration,
          times);
  const Delivery power({}, {1e-9, 7. * day, 0.45});
  compare("a power law that ends", strand, strand.problem(power), power, duration, times);
}

BOOST_AUTO_TEST_CASE(regions_and_permeable_struts, *boost::unit_test::label("slow")) {
  const double duration = 6. * hour;
  const Delivery law({{1e-9, 5e-7, 2e-7}});
  transport::RegionsParameters parameters;
  parameters.pores = {0.5, 1., 0.};
  parameters.surroundings = {1.5, 1., 3.};
  parameters.clot_width = 1e-4;
  parameters.strut = {0.2, 1., 2., 0.25};
  for (const bool permeable : {false, true}) {
    parameters.permeable_struts = permeable;
    const Strand strand(parameters);
    compare(permeable ? "permeable struts" : "regions", strand, strand.problem(law), law, duration,
            halvings(0., duration, 8));
  }
}

BOOST_AUTO_TEST_CASE(reactions_far_from_saturation, *boost::unit_test::label("slow")) {
  const Strand strand;
  const double duration = 6. * hour;
  const Delivery law({{1e-9, 5e-7, 2e-7}});
  DiffusionProblem problem = strand.problem(law);
  // c is below 1e-9 mol/m³ of a half-saturation of 1.
  problem.uptake = {1e-7, 1.};
  compare("taken up", strand, problem, law, duration, halvings(0., duration, 8));
  problem.binding = {420., 1e-2, 7.5e-4};
  compare("taken up and bound", strand, problem, law, duration, halvings(0., duration, 8));
}

BOOST_AUTO_TEST_CASE(medium_that_is_changed, *boost::unit_test::label("slow")) {
  const Strand strand;
  const Delivery law({{1e-9, 5.}, {1e-9, 1e-5}});
  const double change = 3. * hour, end = 12. * hour;
  DiffusionProblem problem = strand.problem(law);
  problem.clearance = {};
  problem.decay = 0.;
  problem.changes = {{change}, &strand.half};
  std::vector<double> times = halvings(0., change, 8);
  for (const double t : halvings(change, end, 8))
    times.push_back(t);
  compare("a medium that is changed", strand, problem, law, end, times);
  Vector soaked = strand.half;
  soaked *= 1e-6;
  problem.initial = &soaked;
  problem.flux = problem.released = [](double) { return 0.; };
  compare("soaked, in a medium that is changed", strand, problem, Delivery(), end, times);
}

BOOST_AUTO_TEST_CASE(reactions_close_to_saturation,
                     *boost::unit_test::label("slow") * boost::unit_test::label("long")) {
  const Strand strand;
  const double duration = 6. * hour, tolerance = 1e-3;
  const std::vector<double> times = halvings(0., duration, 8);
  const Delivery law({{1e-9, 5e-7, 2e-7}});
  DiffusionProblem problem = strand.problem(law);
  const Vector weights = transport::LinearDiffusion(*strand.space, problem).substantial();
  const double peak = [&] {
    LinearEvolution evolution(*strand.space, problem, law, duration, tolerance);
    const Shown shown = follow(evolution, times);
    BOOST_TEST(evolution.linearization() == 0.);
    return shown.at.at(duration).peak;
  }();
  message("uptake that saturates at\n  of the peak  method  said     error");
  for (const double saturates_at : {1e4, 2e3, 100., 3.}) {
    problem.uptake = {1e-7 * saturates_at * peak, saturates_at * peak};
    const auto evolution =
        transport::make_evolution(*strand.space, problem, law, duration, tolerance);
    const bool is_linear = dynamic_cast<const LinearEvolution *>(evolution.get()) != nullptr;
    const double said = evolution->linearization();
    DiffusionStepper stepper(*strand.space, problem, duration, 1e-5);
    const double error = difference(follow(*evolution, times), follow(stepper, times), 1., weights);
    message(fmt::format("  {:11.0f}  {:6}  {:.1e}  {:.1e}", saturates_at,
                        is_linear ? "linear" : "steps", said, error));
    BOOST_TEST(is_linear == (saturates_at > 1. / tolerance));
    BOOST_TEST((said > 0.) == is_linear);
    BOOST_TEST(error < (is_linear ? said + tolerance : 1e-2));
  }
  problem.uptake = {};
  problem.binding = {1e6, 0., 1e-12}; // for good
  const auto evolution = transport::make_evolution(*strand.space, problem, law, duration, 1e-3);
  BOOST_TEST(dynamic_cast<const DiffusionStepper *>(evolution.get()) != nullptr);
}

BOOST_AUTO_TEST_CASE(from_any_state_the_same_bits) {
  const Strand strand;
  const Delivery law({{1e-9, 5e-7, 2e-7}});
  DiffusionProblem problem = strand.problem(law);
  problem.changes = {{day}, &strand.half};
  problem.binding = {420., 1e-2, 7.5e-4};
  const auto make = [&] { return LinearEvolution(*strand.space, problem, law, 3. * day, 1e-2); };
  LinearEvolution whole = make(), first = make();
  while (!whole.is_done())
    whole.advance();
  // After each piece of work another one goes on: while poles are added, before and after a change.
  for (unsigned int pieces = 0; !first.is_done(); ++pieces) {
    first.advance();
    if (pieces % 13 != 5)
      continue;
    checkpoint::Numbers written;
    first.serialize(written);
    checkpoint::Numbers read(written.bytes());
    LinearEvolution second = make();
    second.serialize(read);
    while (!second.is_done())
      second.advance();
    Vector difference = second.concentration();
    difference -= whole.concentration();
    BOOST_TEST(largest(difference) == 0.);
    BOOST_TEST(second.balance().cleared == whole.balance().cleared);
    BOOST_TEST(second.balance().bound == whole.balance().bound);
    BOOST_TEST(second.n_iterations() == whole.n_iterations());
    BOOST_TEST(second.n_steps() == whole.n_steps());
  }
}

BOOST_AUTO_TEST_SUITE_END()
