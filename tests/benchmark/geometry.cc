// SPDX-License-Identifier: LGPL-2.1-or-later
// Time of a specimen's geometry and morphometry, beside that of evaluating its distance φ once at
// the centre of each of its voxels in the same run. Times are the processor's: other programs do
// not count.
//
//   mpirun -np N build/tests/benchmark_geometry [diameter and height in mm] [print | sheet]
#include <meshes/export/surface.h>
#include <meshes/geometry/scaffold/geometry_sections.h>
#include <meshes/geometry/scaffold/scaffold.h>
#include <meshes/morphometry/morphometry.h>

#include <params/reader/registry.h>
#include <tests/benchmark/measure.h>

#include <cstdlib>
#include <string>

using namespace lacuna;
using namespace lacuna::benchmark;

namespace {

/** A cylinder of the default print with its variations, or of thin sheets of a gyroid. */
geometry::GeometryParameters design(const std::string &size, bool is_sheet) {
  params::Registry registry;
  geometry::GeometryParameters result;
  declare(result, registry);
  std::vector<params::Entry> settings = {
      {"Envelope", "Shape", "cylinder", "a.prm", 1},
      {"Envelope", "Size", size + " mm, " + size + " mm", "a.prm", 2}};
  if (is_sheet)
    settings.insert(settings.end(), {{"Scaffold", "Lattice", "gyroid", "a.prm", 3},
                                     {"Scaffold", "Phase", "sheet", "a.prm", 4},
                                     {"Scaffold", "Strand diameter", "200 um", "a.prm", 5},
                                     {"Scaffold", "Strand spacing", "1 mm", "a.prm", 6},
                                     {"Scaffold", "Porosity", "95 %", "a.prm", 7}});
  registry.read(settings);
  return result;
}

/** Seconds, shared between the ranks, to evaluate φ at the centre of each voxel of that size. */
double distances(const geometry::Scaffold &scaffold, double voxel_size) {
  const morphometry::VoxelImage image(MPI_COMM_WORLD, scaffold, voxel_size);
  double sum = 0.;
  const double time = processor_seconds([&] {
    image.for_each_own([&](int i, int j, int k, std::size_t) {
      sum += scaffold.solid->distance(image.center(i, j, k));
    });
  });
  print("  {:.1f} million voxels of {:.0f} um; their distances {:.2f} s, {:.0f} ns each, {:.0f} um "
        "in the mean",
        1e-6 * image.size(), 1e6 * image.spacing()[0], time, 1e9 * time * n_ranks() / image.size(),
        1e6 * dealii::Utilities::MPI::sum(sum, MPI_COMM_WORLD) / image.size());
  return time;
}

} // namespace

int main(int argc, char **argv) {
  const dealii::Utilities::MPI::MPI_InitFinalize mpi(argc, argv, 1);
  const std::string size = argc > 1 ? argv[1] : "6", kind = argc > 2 ? argv[2] : "print";
  if (argc > 3 || !(std::atof(size.c_str()) > 0.) || (kind != "print" && kind != "sheet")) {
    print("usage: benchmark_geometry [diameter and height in mm] [print | sheet]");
    return 2;
  }
  const geometry::GeometryParameters parameters = design(size, kind == "sheet");
  print("{} of {} x {} mm, {} rank(s)", kind, size, size, n_ranks());
  geometry::Scaffold scaffold;
  const double making =
      processor_seconds([&] { scaffold = geometry::make_scaffold(parameters, 1); });
  morphometry::Morphometry measured;
  const double measuring = processor_seconds(
      [&] { measured = morphometry::measure(MPI_COMM_WORLD, scaffold, {scaffold.thickness}); });
  const double once = distances(scaffold, measured.voxel_size);
  print("  specimen    {:6.2f} s, {:6.1f} times its distances", making, making / once);
  print("  morphometry {:6.2f} s, {:6.1f} times its distances", measuring, measuring / once);
  return 0;
}
