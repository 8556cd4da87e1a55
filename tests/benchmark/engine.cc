// SPDX-License-Identifier: LGPL-2.1-or-later
// Speed of the elastic solver on a block of a sharp woodpile, each figure beside what it is
// measured against in the same run: the machine's memory bandwidth, the assembled PETSc matrix,
// GAMG.
//
//   mpirun -np N build/tests/benchmark_engine [cell size in um]
#include <meshes/geometry/woodpile.h>
#include <solver/multigrid/level_operator.h>
#include <solver/multigrid/make_operator.h>

#include <deal.II/base/mpi.h>
#include <deal.II/base/utilities.h>

#include <fmt/format.h>

#include <chrono>
#include <cstdlib>

using namespace lacuna;
using multigrid::Method;
using octree::Box;
using octree::Octree;
using octree::Point;
using operators::FiniteCellSpace;

namespace {

constexpr double fictitious = 1e-6, surplus = 1e-2;

template <typename Work>
double seconds(const Work &work) {
  MPI_Barrier(MPI_COMM_WORLD);
  const auto start = std::chrono::steady_clock::now();
  work();
  MPI_Barrier(MPI_COMM_WORLD);
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

/** Best of several runs. */
template <typename Work>
double best_of(unsigned int n, const Work &work) {
  double best = 1e30;
  for (unsigned int i = 0; i < n; ++i)
    best = std::min(best, seconds(work));
  return best;
}

void print(const std::string &text) {
  if (dealii::Utilities::MPI::this_mpi_process(MPI_COMM_WORLD) == 0) {
    fmt::print("{}\n", text);
    std::fflush(stdout);
  }
}

/** Bytes a second of all ranks together that a = b + s c moves. */
double bandwidth() {
  const std::size_t n = 16'000'000;
  std::vector<double> a(n, 0.), b(n, 1.), c(n, 2.);
  const double time = best_of(5, [&] {
    for (std::size_t i = 0; i < n; ++i)
      a[i] = b[i] + 3. * c[i];
  });
  return dealii::Utilities::MPI::sum(24. * n / time, MPI_COMM_WORLD);
}

struct Block {
  explicit Block(double cell_size)
      : box({Point(0, 0, 0), Point(1.6e-3, 1.6e-3, 1.28e-3)}),
        octree(MPI_COMM_WORLD, shape(), box, cell_size), space(octree, 2),
        form(space, {1e9, 0.28}, fictitious, surplus) {
    const auto positions = space.positions();
    for (unsigned int node = 0; node < positions.size(); ++node) {
      const double z = positions[node][2];
      if (z < 1e-12 || z > 1.28e-3 - 1e-12)
        for (unsigned int c = 0; c < 3; ++c)
          held[3 * node + c] = c == 2 ? -z : 0.;
    }
  }

  geometry::ShapePtr shape() const {
    geometry::WoodpileParameters p{};
    p.strand_diameter = 400e-6;
    p.spacing = 800e-6;
    p.layer_height = 320e-6;
    p.layer_angles = {0., M_PI / 2.};
    p.fillet_radius = 0.;
    return std::make_shared<geometry::Woodpile>(p, box);
  }

  double unknowns() const { return 3. * space.n_nodes(); }

  Box box;
  Octree octree;
  FiniteCellSpace space;
  operators::Elasticity form;
  operators::DirichletValues held;
};

/** Products with the matrix-free operator of the finest level, without any other. */
template <typename Number>
void products(const Block &block, const std::string &number, double bytes_a_second) {
  const auto &cells = block.space.weighted_cells();
  const auto op = multigrid::make_level_operator<Number, 3>(
      cells, block.space.numbering(), {block.form.material().lambda(), block.form.material().mu()},
      {fictitious, surplus});
  auto x = op->make_vector(), y = op->make_vector();
  x = 1.;
  const double time = best_of(10, [&] { op->vmult(y, x); });
  // What must come from memory at the least: x, y twice, the nodes of cells, weights of cut cells.
  const double bytes = dealii::Utilities::MPI::sum(
      3. * sizeof(Number) * x.locally_owned_size() + 4. * 27 * cells.n_owned +
          sizeof(Number) * double(cells.weights.size()),
      MPI_COMM_WORLD);
  print(fmt::format("product, {:6}: {:6.1f} MDoF/s, {:.2f} of what memory bandwidth allows", number,
                    1e-6 * block.unknowns() / time, bytes / bytes_a_second / time));
}

double solve(const Block &block, Method method, const std::string &name) {
  std::unique_ptr<operators::Operator> op;
  auto x = block.space.make_vector(3);
  const auto b = block.space.make_vector(3);
  const double setup =
      seconds([&] { op = multigrid::make_operator(block.space, block.form, block.held, method); });
  operators::SolveReport report;
  const double time = seconds([&] { report = op->solve(x, b, 1e-8); });
  auto y = block.space.make_vector(3);
  const double product = best_of(3, [&] { op->vmult(y, x); });
  const double millions = 1e-6 * block.unknowns();
  print(fmt::format("{:10}: set-up {:6.2f} s, solve to 1e-8 {:6.2f} s a million unknowns, {} "
                    "iterations, product {:5.1f} MDoF/s",
                    name, setup / millions, time / millions, report.iterations,
                    millions / product));
  return (setup + time) / millions;
}

double peak_memory() {
  dealii::Utilities::System::MemoryStats memory;
  dealii::Utilities::System::get_memory_stats(memory);
  return dealii::Utilities::MPI::sum(1024. * memory.VmHWM, MPI_COMM_WORLD);
}

} // namespace

int main(int argc, char **argv) {
  const dealii::Utilities::MPI::MPI_InitFinalize mpi(argc, argv, 1);
  const double cell_size = 1e-6 * (argc > 1 ? std::atof(argv[1]) : 40.);
  const double before = peak_memory();
  std::unique_ptr<Block> block;
  const double grid = seconds([&] { block = std::make_unique<Block>(cell_size); });
  print(fmt::format("{} ranks, {:.0f} unknowns, {} cells; grid and space {:.2f} s a million",
                    dealii::Utilities::MPI::n_mpi_processes(MPI_COMM_WORLD), block->unknowns(),
                    block->octree.n_cells(), 1e6 * grid / block->unknowns()));
  const double fast = solve(*block, Method::multigrid, "multigrid");
  print(fmt::format("memory: {:.0f} B an unknown", (peak_memory() - before) / block->unknowns()));
  const double speed = bandwidth();
  print(fmt::format("memory bandwidth: {:.1f} GB/s", 1e-9 * speed));
  products<float>(*block, "float", speed);
  products<double>(*block, "double", speed);
  // GAMG on cells twice the size: it needs some 7 kB an unknown and 100 core seconds a million.
  block = std::make_unique<Block>(2. * cell_size);
  print(fmt::format("{:.0f} unknowns:", block->unknowns()));
  solve(*block, Method::multigrid, "multigrid");
  const double slow = solve(*block, Method::assembled, "GAMG");
  print(fmt::format("GAMG takes {:.0f} times as long as multigrid on the finer grid", slow / fast));
}
