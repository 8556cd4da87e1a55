// SPDX-License-Identifier: LGPL-2.1-or-later
// Concentrations stay above zero where fronts are steeper than the grid can show, and the balance
// closes: a burst from a part of a surface in its first seconds, which binds, too; a jump in the
// fluid.
#include <meshes/geometry/shapes/csg.h>
#include <meshes/geometry/shapes/primitives.h>
#include <solver/transport/diffusion_stepper.h>
#include <tests/messages.h>

#include <deal.II/base/mpi.h>

#include <boost/test/unit_test.hpp>

#include <fmt/format.h>

#include <cmath>

using namespace lacuna;
using geometry::Point;
using operators::FiniteCell;
using operators::FiniteCellSpace;
using operators::Vector;
using tests::close_to;
using tests::message;
using transport::CellParts;
using transport::CutSurface;
using transport::DiffusionProblem;
using transport::DiffusionStepper;

BOOST_AUTO_TEST_SUITE(undershoot)

namespace {

constexpr double protein = 1.4e-10, vesicle = 6.6e-12;

/** A strand askew in a box of cells of 100, 50 and 25 µm, with nodes that hang on its surface. */
struct Strand {
  Strand()
      : tree(MPI_COMM_WORLD,
             std::make_shared<geometry::Complement>(std::make_shared<geometry::Cylinder>(
                 Point(4.1e-4, 3.7e-4, 0), dealii::Tensor<1, 3>({0.2, -0.1, 1}), 1.6e-4)),
             octree::Box({Point(0, 0, 0), Point(8e-4, 8e-4, 8e-4)}), 1e-4) {
    tree.refine([](const auto &cell) { return cell->center()[0] > 4e-4; });
    tree.refine([](const auto &cell) {
      return cell->center()[0] > 4e-4 && cell->center()[1] > 4e-4 && cell->center()[2] < 4e-4;
    });
    space = std::make_unique<FiniteCellSpace>(tree, 1);
    surface = std::make_unique<CutSurface>(*space, CellParts(*space, nullptr), [](const Point &x) {
      return std::fmod(x[2], 2e-4) < 1e-4;
    });
  }

  octree::Octree tree;
  std::unique_ptr<FiniteCellSpace> space;
  std::unique_ptr<CutSurface> surface;
};

/** 1e-10 mol/m² at a rate that falls by half in a second. */
double flux(double t) {
  return 1e-10 * M_LN2 * std::exp2(-t);
}

/** Smallest over largest; collective. */
double lowest_share(const Vector &x) {
  double least = 0.;
  for (unsigned int i = 0; i < x.locally_owned_size(); ++i)
    least = std::min(least, x.local_element(i));
  const double largest = x.linfty_norm();
  return largest > 0. ? dealii::Utilities::MPI::min(least, MPI_COMM_WORLD) / largest : 0.;
}

/** Steps to the end; at each step c ≥ −1e-6 of its largest, b likewise. */
void check(const std::string &name, const FiniteCellSpace &space, DiffusionProblem problem,
           double duration) {
  DiffusionStepper stepper(space, problem, duration, 1e-3);
  double lowest = 0., lowest_bound = 0.;
  while (!stepper.is_done()) {
    stepper.step();
    lowest = std::min(lowest, lowest_share(stepper.concentration()));
    lowest_bound = std::min(lowest_bound, lowest_share(stepper.bound()));
  }
  const auto &balance = stepper.balance();
  const double kept = stepper.amount() + balance.bound + balance.degraded + balance.cleared +
                      balance.taken_up + balance.removed;
  message(fmt::format("{}: {} unknowns, {} steps, {} iterations, lowest {:.1e}, bound {:.1e}, gap "
                      "{:.1e}, amount {:.9e}, moved {:.3f}",
                      name, space.n_nodes(), stepper.n_steps(), stepper.n_iterations(), lowest,
                      lowest_bound, kept / balance.released - 1., stepper.amount(),
                      stepper.refilled() / balance.released));
  BOOST_TEST(lowest >= -1e-6);
  BOOST_TEST(lowest_bound >= -1e-6);
  BOOST_TEST(kept == balance.released, close_to(1e-6));
}

} // namespace

BOOST_AUTO_TEST_CASE(a_burst_from_patches) {
  const Strand strand;
  DiffusionProblem problem{vesicle, 3e-5, {1e-7, 1e-7, 1e-7, 2e-7, 0., 1e-8}, flux};
  problem.surface = strand.surface.get();
  for (const auto &[diffusivity, duration] :
       {std::pair{vesicle, 60.}, {protein, 10.}, {protein, 14. * 86400.}}) {
    problem.diffusivity = diffusivity;
    check(fmt::format("burst, D {:.1e} m²/s, {} s", diffusivity, duration), *strand.space, problem,
          duration);
  }
}

BOOST_AUTO_TEST_CASE(a_burst_that_binds_and_is_taken_up) {
  const Strand strand;
  DiffusionProblem problem{protein, 3e-5, {1., 0., 0., 0., 0., 0.}, flux};
  problem.surface = strand.surface.get();
  problem.binding = {390., 1e-3, 1e-6};
  problem.uptake = {1e-15, 1e-7};
  check("bound and taken up", *strand.space, problem, 600.);
}

BOOST_AUTO_TEST_CASE(medium_that_is_changed) {
  const Strand strand;
  Vector outside = strand.space->make_vector(1), all = outside;
  const operators::ReferenceElement element(1, strand.space->moments());
  for (const FiniteCell &cell : strand.space->cells()) {
    std::array<double, 8> volume{}, exchanged{};
    for (unsigned int q = 0; q < element.n_points(); ++q)
      for (unsigned int a = 0; a < 8; ++a) {
        const double v = strand.space->weights(cell)[q] * cell.volume() * element.values(q)[a];
        volume[a] += v;
        exchanged[a] += cell.box().unit_to_real(element.point(q))[0] < 3.1e-4 ? v : 0.;
      }
    strand.space->scatter_add(volume.data(), 1, cell, all);
    strand.space->scatter_add(exchanged.data(), 1, cell, outside);
  }
  all.compress(dealii::VectorOperation::add);
  outside.compress(dealii::VectorOperation::add);
  DiffusionProblem problem{protein, 0., {}, [](double) { return 0.; }};
  problem.initial = &all;
  problem.changes = {{10., 1000.}, &outside};
  DiffusionStepper stepper(*strand.space, problem, 3600., 1e-3);
  while (!stepper.is_done()) {
    stepper.step();
    if (stepper.must_change_medium())
      stepper.change_medium();
    BOOST_TEST(lowest_share(stepper.concentration()) >= -1e-6);
  }
  BOOST_TEST(stepper.amount() + stepper.balance().removed == stepper.balance().released,
             close_to(1e-6));
}

BOOST_AUTO_TEST_SUITE_END()
