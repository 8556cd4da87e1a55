// SPDX-License-Identifier: LGPL-2.1-or-later
// Time of a release: one factor for 14 days from a disc of Ø 4 x 1 mm in a defect, the steps beside
// products of the assembled PETSc matrix in the same run, which are as fast as memory is.
//
//   mpirun -np N build/tests/benchmark_release [cell size in um] [steps at the most]
#include <solver/multigrid/assembled_operator.h>
#include <solver/transport/diffusion_stepper.h>
#include <solver/transport/surroundings.h>
#include <tests/benchmark/measure.h>

#include <cstdlib>

using namespace lacuna;
using namespace lacuna::benchmark;
using operators::Vector;

namespace {

constexpr double day = 86400., diffusivity = 1.4e-10, decay = 3.1e-5;

struct Disc {
  explicit Disc(const std::string &cell_size) {
    params::Registry registry;
    geometry.declare(registry);
    transport.declare(registry);
    registry.read({{"Envelope", "Shape", "disc", "a.prm", 1},
                   {"Envelope", "Size", "4 mm, 1 mm", "a.prm", 2},
                   {"Transport", "Cell size", cell_size + " um", "a.prm", 3}});
    scaffold = geometry::make_scaffold(geometry, 1);
  }

  geometry::GeometryParameters geometry;
  transport::TransportParameters transport;
  geometry::Scaffold scaffold;
};

/** Seconds of a product with the assembled matrix of a step in the middle. */
double assembled_product(const transport::Surroundings &surroundings) {
  const auto &space = surroundings.space();
  const operators::ReactionDiffusion form(
      space, {1., 100., diffusivity, decay, surroundings.clearance()}, 1e-6, 0.);
  const multigrid::AssembledOperator matrix(space, form, {}, multigrid::Method::assembled);
  Vector x = space.make_vector(1), y = x;
  x = 1.;
  return best_of(10, [&] { matrix.vmult(y, x); });
}

} // namespace

int main(int argc, char **argv) {
  const dealii::Utilities::MPI::MPI_InitFinalize mpi(argc, argv, 1);
  const std::string cell_size = argc > 1 ? argv[1] : "50";
  const unsigned int max_steps = argc > 2 ? std::atoi(argv[2]) : 1000;
  if (argc > 3 || !(std::atof(cell_size.c_str()) > 0.) || max_steps == 0) {
    print("usage: benchmark_release [cell size in um] [steps at the most]");
    return 2;
  }
  const Disc disc(cell_size);
  const double before = peak_memory();
  const transport::Surroundings surroundings(MPI_COMM_WORLD, disc.scaffold, disc.transport);
  const double unknowns = surroundings.space().n_nodes();
  const double product = assembled_product(surroundings);
  print("{} ranks, {:.0f} unknowns; product of the assembled matrix {:.1f} ns an unknown",
        n_ranks(), unknowns, 1e9 * product / unknowns);

  const auto &clearance = surroundings.clearance();
  const transport::DiffusionProblem problem{
      diffusivity, decay, clearance, [](double t) { return 1e-12 * std::exp(-0.1 * t / day); }};
  std::unique_ptr<transport::DiffusionStepper> stepper;
  const double setup = seconds([&] {
    stepper = std::make_unique<transport::DiffusionStepper>(
        surroundings.space(), problem, 14. * day, disc.transport.time_tolerance);
  });
  const double time = seconds([&] {
    while (!stepper->is_done() && stepper->n_steps() < max_steps)
      stepper->step();
  });
  const double a_step = time / stepper->n_steps();
  print("set-up {:.1f} s; {} steps to {:.2g} d in {:.1f} s: {:.2f} us an unknown and step, {:.1f} "
        "iterations, {:.0f} products of the assembled matrix",
        setup, stepper->n_steps(), stepper->time() / day, time, 1e6 * a_step / unknowns,
        double(stepper->n_iterations()) / stepper->n_steps(), a_step / product);
  print("memory: {:.0f} B an unknown, the assembled matrix among them",
        (peak_memory() - before) / unknowns);
}
