// SPDX-License-Identifier: LGPL-2.1-or-later
// Time of a release: BMP2 for 14 days from migrasomes on a disc of Ø 4 x 1 mm in a defect, the
// steps beside products of the assembled PETSc matrix in the same run, which are as fast as memory
// is. Times are the processor's: other programs do not count.
//
//   mpirun -np N build/tests/benchmark_release [cell size in um] [steps at the most]
#include <meshes/geometry/scaffold/geometry_sections.h>
#include <solver/multigrid/assembled_operator.h>
#include <solver/transport/coating.h>
#include <solver/transport/diffusion_stepper.h>
#include <solver/transport/surroundings.h>
#include <tests/benchmark/measure.h>

#include <cstdlib>

using namespace lacuna;
using namespace lacuna::benchmark;
using operators::Vector;

namespace {

struct Disc {
  explicit Disc(const std::string &cell_size) {
    params::Registry registry;
    declare(geometry, registry);
    coating.declare(registry);
    factor.declare(registry);
    transport.declare(registry);
    registry.read({{"Envelope", "Shape", "disc", "a.prm", 1},
                   {"Envelope", "Size", "4 mm, 1 mm", "a.prm", 2},
                   {"Transport", "Cell size", cell_size + " um", "a.prm", 3},
                   {"Migrasomes", "Enabled", "true", "a.prm", 4}});
    scaffold = geometry::make_scaffold(geometry, 1);
  }

  geometry::GeometryParameters geometry;
  transport::CoatingParameters coating;
  transport::FactorParameters factor{"BMP2"};
  transport::TransportParameters transport;
  geometry::Scaffold scaffold;
};

/** Seconds of a product with the assembled matrix of a step in the middle. */
double assembled_product(const transport::Surroundings &surroundings, double diffusivity) {
  const auto &space = surroundings.space();
  const operators::ReactionDiffusion form(
      space, {1., 100., diffusivity, 0., surroundings.clearance()}, 1e-6, 0.);
  const multigrid::AssembledOperator matrix(space, form, {}, multigrid::Method::assembled);
  Vector x = space.make_vector(1), y = x;
  x = 1.;
  const unsigned int n = 1 + 2e7 / space.n_nodes();
  return processor_seconds([&] {
           for (unsigned int i = 0; i < n; ++i)
             matrix.vmult(y, x);
         }) /
         n;
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
  const transport::Carried carried = carry(disc.coating, disc.factor);
  const transport::TransportParameters &transport = disc.transport;
  const double before = peak_memory();
  std::unique_ptr<transport::Surroundings> surroundings;
  std::unique_ptr<transport::DiffusionStepper> stepper;
  const double setup = processor_seconds([&] {
    surroundings =
        std::make_unique<transport::Surroundings>(MPI_COMM_WORLD, disc.scaffold, transport);
    stepper = std::make_unique<transport::DiffusionStepper>(
        surroundings->space(),
        transport::DiffusionProblem{carried.factor.diffusivity,
                                    transport::decay_rate(carried.factor.half_life),
                                    surroundings->clearance(),
                                    [&](double t) { return carried.delivery.flux(t); },
                                    {},
                                    {},
                                    [&](double t) { return carried.delivery.released(t); }},
        transport.duration, transport.time_tolerance);
  });
  const double time = processor_seconds([&] {
    while (!stepper->is_done() && stepper->n_steps() < max_steps)
      stepper->step();
  });
  const double unknowns = surroundings->space().n_nodes();
  const double memory = (peak_memory() - before) / unknowns;
  const double product = assembled_product(*surroundings, carried.factor.diffusivity);
  const double a_step = time / stepper->n_steps();
  print("{} ranks, {:.0f} unknowns; grid and set-up {:.1f} s, {:.0f} B an unknown", n_ranks(),
        unknowns, setup, memory);
  print(
      "{} steps to {:.2g} d in {:.1f} s: {:.2f} us an unknown and step, {:.1f} iterations, {:.0f} "
      "products of the assembled matrix ({:.1f} ns an unknown)",
      stepper->n_steps(), stepper->time() / 86400., time, 1e6 * a_step / unknowns,
      double(stepper->n_iterations()) / stepper->n_steps(), a_step / product,
      1e9 * product / unknowns);
}
