// SPDX-License-Identifier: LGPL-2.1-or-later
// What a true error of the apparent modulus costs on sharp woodpiles.
//
//   mpirun -np N build/tests/benchmark_accuracy crossing   crossing strands, beside uniform cells
//   mpirun -np N build/tests/benchmark_accuracy block      3.2 x 3.2 x 2.56 mm, beside other codes
//
// Costs are core seconds from the shape to the modulus (processor time of all ranks, which keep
// their cores busy while they wait: wall time times ranks where nothing else runs) and their peak
// memory, both with the coarser grids that led there, the memory with all that the program did
// before. An error counts as reached from the first grid on after which it is never exceeded, the
// third at the earliest: before, an extrapolated value may pass by the true one on its way, and
// AdaptiveModulus does not trust it.
#include <solver/adaptivity/extrapolation.h>
#include <solver/mechanics/adaptive_modulus.h>
#include <tests/benchmark/measure.h>
#include <tests/scaffolds.h>

#include <cmath>
#include <ctime>
#include <string>
#include <vector>

using namespace lacuna;
using namespace lacuna::benchmark;
using adaptivity::Value;
using geometry::Point;
using octree::Box;
using tests::discretization;

namespace {

/** Strands of 0.4 at 0.8 in layers of 0.32, sharp necks; lengths in mm. */
geometry::Scaffold woodpile(const Box &box) {
  return tests::scaffold(
      std::make_shared<geometry::Woodpile>(tests::sharp_woodpile(0.4, 0.8, 0.32, 0.5)), box);
}

/** Two quarters of crossing strands. */
geometry::Scaffold crossing() {
  return woodpile(Box({Point(0, 0, 0.16), Point(0.4, 0.4, 0.48)}));
}

geometry::Scaffold block() {
  return woodpile(Box({Point(-1.6, -1.6, 0), Point(1.6, 1.6, 2.56)}));
}

/** One grid; cost and memory with all that came before. */
struct Stage {
  double unknowns, cost, memory;
  double own; ///< modulus of this grid alone
  Value modulus;

  double error(double truth) const { return std::abs(modulus.value / truth - 1.); }
};

using Stages = std::vector<Stage>;

/** Processor time (s) of all ranks together. */
double core_seconds() {
  return dealii::Utilities::MPI::sum(double(std::clock()) / CLOCKS_PER_SEC, MPI_COMM_WORLD);
}

/** The grids of one run; Young's modulus is 1, platens are frictionless. */
Stages run(const geometry::Scaffold &scaffold, const operators::DiscretizationParameters &d) {
  Stages stages;
  const double start = core_seconds();
  mechanics::AdaptiveModulus adaptive(MPI_COMM_WORLD, scaffold, {1., 0.28}, d, false);
  adaptive.run([&](const mechanics::Pass &pass) {
    stages.push_back({double(pass.unknowns), core_seconds() - start, peak_memory(), pass.modulus,
                      adaptive.modulus()});
  });
  return stages;
}

void print_stages(const Stages &stages, double truth) {
  for (const Stage &s : stages)
    print("{:9.0f} unknowns {:7.2f} core-s {:5.2f} GB: grid {:.4f} ({:+5.1f} %), extrapolated "
          "{:.4f}, true error {:5.2f} %, stated {:5.2f} %",
          s.unknowns, s.cost, 1e-9 * s.memory, s.own, 100. * (s.own / truth - 1.), s.modulus.value,
          100. * s.error(truth), 100. * s.modulus.error / s.modulus.value);
}

/** The first stage from which on the error stays below a limit; null where none does. */
const Stage *reached(const Stages &stages, double truth, double limit) {
  const Stage *first = nullptr;
  for (std::size_t i = 2; i < stages.size(); ++i)
    if (stages[i].error(truth) >= limit)
      first = nullptr;
    else if (first == nullptr)
      first = &stages[i];
  return first;
}

/** The first stage whose error bar is below a limit; null where none is. */
const Stage *stated(const Stages &stages, double limit) {
  for (const Stage &s : stages)
    if (s.modulus.error < limit * s.modulus.value)
      return &s;
  return nullptr;
}

std::string cost(const Stage *stage) {
  return stage ? fmt::format("{:.2f} core-s, {:.2f} GB", stage->cost, 1e-9 * stage->memory)
               : "not reached";
}

void print_cost(const char *name, const Stages &stages, double truth, double limit) {
  print("{:.1f} %, {}: true error {}; stated error {}", 100. * limit, name,
        cost(reached(stages, truth, limit)), cost(stated(stages, limit)));
}

/** Uniform cells, each half as large as before; the next would be 40 million unknowns. */
Stages run_uniform(double cell_size) {
  Stages stages;
  for (unsigned int i = 0; i < 5; ++i)
    stages.push_back(run(crossing(), discretization(std::ldexp(cell_size, -int(i)), 0., 0, 0.))[0]);
  return stages;
}

/** Core seconds of uniform cells of just the size, from error ~ h, time ~ h⁻³ and the last grid. */
double uniform_cost(const Stage &last, double truth, double limit) {
  return last.cost * std::pow(last.error(truth) / limit, 3);
}

/** The same grids' moduli extrapolated as the adaptive ones are; cost is that of all. */
Stages extrapolated(const Stages &uniform) {
  Stages stages;
  std::vector<double> sequence;
  double cost = 0.;
  for (Stage stage : uniform) {
    sequence.push_back(stage.own);
    stage.modulus = adaptivity::extrapolate(sequence, 0.5, stage.modulus.error);
    stage.cost = cost += stage.cost;
    stages.push_back(stage);
  }
  return stages;
}

void compare_with_uniform_cells() {
  constexpr double cell_size = 0.08;
  const Stages adaptive = run(crossing(), discretization(cell_size, 0.005, 8, 6e6));
  const Stages uniform = run_uniform(cell_size);
  const Stages fine = run(crossing(), discretization(cell_size / 4., 1e-4, 12, 3e6));
  const double truth = fine.back().modulus.value;
  print("reference, {:.0f} unknowns, {} grids: {:.5f} ± {:.5f}", fine.back().unknowns, fine.size(),
        truth, fine.back().modulus.error);
  print("adaptive, to a stated error of 0.5 %:");
  print_stages(adaptive, truth);
  print("uniform cells:");
  print_stages(uniform, truth);
  const Stage &last = uniform.back(), &before = uniform[uniform.size() - 2];
  print("orders of the last two: error h^{:.2f}, time h^{:.2f}",
        std::log2(before.error(truth) / last.error(truth)), std::log2(last.cost / before.cost));
  print("uniform cells, extrapolated:");
  const Stages improved = extrapolated(uniform);
  print_stages(improved, truth);

  for (const double limit : {0.01, 0.005}) {
    print_cost("adaptive", adaptive, truth, limit);
    print_cost("uniform, extrapolated", improved, truth, limit);
    const double cost = uniform_cost(last, truth, limit);
    print("{:.1f} %, uniform: {:.0f} core-s, by h^1 and h^-3 from the last grid", 100. * limit,
          cost);
    if (const Stage *ours = reached(adaptive, truth, limit))
      print("    {:.0f} times that of adaptive cells", cost / ours->cost);
  }
}

/** Another code on the block, on one core of such a machine. */
struct Peer {
  const char *name;
  double cost, memory;
};

void compare_with_other_codes() {
  // Extrapolated from quadratic tetrahedra refined along the necks, ± 0.0003;
  // params/verification/woodpile_block.prm.
  constexpr double truth = 0.1943;
  // Both on a quarter of the block, as here.
  const Peer voxels{"ParOSol, voxels of 5 um, 1.3 %", 812., 5.6e9},
      tetrahedra{"dolfinx, tetrahedra refined by hand, 0.8 %", 221., 4.8e9};
  const Stages stages = run(block(), discretization(0.08, 0.008, 5, 1.5e7));
  print_stages(stages, truth);
  for (const auto &[limit, peer] :
       {std::pair{0.013, voxels}, {0.01, tetrahedra}, {0.008, tetrahedra}}) {
    print_cost("adaptive", stages, truth, limit);
    if (const Stage *ours = reached(stages, truth, limit))
      print("    {} takes {:.0f} core-s, {:.1f} GB: {:.1f} times the time, {:.1f} times the memory",
            peer.name, peer.cost, 1e-9 * peer.memory, peer.cost / ours->cost,
            peer.memory / ours->memory);
  }
}

} // namespace

int main(int argc, char **argv) {
  const dealii::Utilities::MPI::MPI_InitFinalize mpi(argc, argv, 1);
  const std::string name = argc == 2 ? argv[1] : "";
  if (name == "crossing") {
    compare_with_uniform_cells();
  } else if (name == "block") {
    compare_with_other_codes();
  } else {
    print("usage: benchmark_accuracy crossing | block");
    return 2;
  }
}
