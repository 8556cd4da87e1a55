// SPDX-License-Identifier: LGPL-2.1-or-later
// What strength costs beside the linear solution it is taken from, in processor time.
//
//   build/tests/benchmark_strength
#include <solver/fracture/first_crack.h>
#include <solver/fracture/weakest_link.h>
#include <solver/mechanics/adaptive_modulus.h>
#include <tests/benchmark/measure.h>
#include <tests/scaffolds.h>

using namespace lacuna;
using benchmark::processor_seconds;
using geometry::Point;

int main(int argc, char **argv) {
  const dealii::Utilities::MPI::MPI_InitFinalize mpi(argc, argv, 1);
  // params/verification/woodpile_block.prm on its first grid
  const octree::Box box({Point(), Point(3.2e-3, 3.2e-3, 2.56e-3)});
  const auto shape =
      std::make_shared<geometry::Woodpile>(tests::sharp_woodpile(400e-6, 800e-6, 320e-6, 0.5));
  const auto part =
      mechanics::solved_part(tests::scaffold(shape, box), tests::discretization(80e-6, 0., 0, 1e9));
  const octree::Octree octree(MPI_COMM_WORLD, part.open_solid, part.box, 80e-6);
  const materials::MaterialParameters material{1e9, 0.28, 25e6, 0.5e6, 8., 1e-9};
  mechanics::Compression solution(octree, material.elasticity(),
                                  tests::discretization(80e-6, 0., 0, 1e9), false, part.mirrored);
  const double solve = processor_seconds([&] { solution.solve(1e-8); });
  std::unique_ptr<fracture::AveragedStress> stress;
  const double average = processor_seconds([&] {
    stress = std::make_unique<fracture::AveragedStress>(
        solution.elasticity(), solution.displacement(), material.averaging_length());
  });
  const double strengths = processor_seconds([&] {
    fracture::first_crack_factor(*stress, material);
    fracture::weakest_link(*stress, material, 4);
  });
  benchmark::print("{} unknowns: solve {:.2f} s; averaged stress {:.3f} s, strengths {:.3f} s: "
                   "{:.1f} % of the solve",
                   solution.n_unknowns(), solve, average, strengths,
                   100. * (average + strengths) / solve);
}
