// SPDX-License-Identifier: LGPL-2.1-or-later
// Speed of the elastic solver on a block of a sharp woodpile, each figure beside what it is
// measured against in the same run: the machine's memory bandwidth, the assembled PETSc matrix,
// GAMG.
//
//   mpirun -np N build/tests/benchmark_engine [cell size in um] [--height H] [--solve-only]
//
// --height H    H blocks on top of one another, so that each of H ranks has the work of one block
// --solve-only  one grid, one solve, nothing else in memory: for scaling, and for the largest grid
//               that fits. Prints the work of each phase on all ranks, without their waiting for
//               one another, and the largest rank's over the mean
#include <solver/multigrid/level_operator.h>
#include <solver/multigrid/make_operator.h>
#include <tests/benchmark/measure.h>
#include <tests/benchmark/waiting.h>
#include <tests/scaffolds.h>

#include <cstdlib>
#include <optional>
#include <string>

using namespace lacuna;
using namespace lacuna::benchmark;
using multigrid::Method;
using octree::Box;
using octree::Octree;
using octree::Point;
using operators::FiniteCellSpace;

namespace {

constexpr double fictitious = 1e-6, surplus = 1e-2;

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

/** Prints the work of a phase, from here to the end of the scope. */
class Phase {
public:
  explicit Phase(const char *name) : name_(name), start_(working_seconds()) {}
  ~Phase() {
    const auto work =
        dealii::Utilities::MPI::min_max_avg(working_seconds() - start_, MPI_COMM_WORLD);
    print("work of {}: {:.3f} s, largest rank {:.2f}", name_, work.sum, work.max / work.avg);
  }

private:
  const char *name_;
  double start_;
};

template <typename Make>
auto phase(const char *name, const Make &make) {
  const Phase phase(name);
  return make();
}

struct Block {
  Block(double cell_size, unsigned int height)
      : box({Point(0, 0, 0), Point(1.6e-3, 1.6e-3, 1.28e-3 * height)}),
        octree(phase("grid", [&] { return Octree(MPI_COMM_WORLD, shape(), box, cell_size); })),
        space(phase("space", [&] { return FiniteCellSpace(octree, 2); })),
        form(space, {1e9, 0.28}, fictitious, surplus) {
    const double top = box.get_boundary_points().second[2];
    const auto positions = space.positions();
    for (unsigned int node = 0; node < positions.size(); ++node) {
      const double z = positions[node][2];
      if (z < 1e-12 || z > top - 1e-12)
        for (unsigned int c = 0; c < 3; ++c)
          held[3 * node + c] = c == 2 ? -z : 0.;
    }
  }

  geometry::ShapePtr shape() const {
    return std::make_shared<geometry::Woodpile>(tests::sharp_woodpile(400e-6, 800e-6, 320e-6, 0.5));
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
  print("product, {:6}: {:6.1f} MDoF/s, {:.2f} of what memory bandwidth allows", number,
        1e-6 * block.unknowns() / time, bytes / bytes_a_second / time);
}

/** Set-up and solve in s a million unknowns; product in million unknowns a second. */
struct Speed {
  double solution, product;
};

Speed solve(const Block &block, Method method, const std::string &name, bool with_product = false) {
  std::unique_ptr<operators::Operator> op;
  auto x = block.space.make_vector(3);
  const auto b = block.space.make_vector(3);
  const double setup = seconds([&] {
    const Phase phase("set-up");
    op = multigrid::make_operator(block.space, block.form, block.held, method);
    op->solve(x, b, 0.99); // hardly an iteration, but what the first solve makes
  });
  operators::SolveReport report;
  const double time = seconds([&] {
    const Phase phase("solve");
    report = op->solve(x, b, 1e-8);
  });
  const double millions = 1e-6 * block.unknowns();
  print("{:10}: set-up {:6.3f}, solve to 1e-8 {:6.3f} s a million unknowns, {} iterations", name,
        setup / millions, time / millions, report.iterations);
  Speed speed{(setup + time) / millions, 0.};
  if (with_product) {
    auto y = block.space.make_vector(3);
    speed.product = millions / best_of(3, [&] { op->vmult(y, x); });
  }
  return speed;
}

struct Options {
  double cell_size = 40e-6;
  unsigned int height = 1;
  bool solve_only = false;
};

/** Nothing where the command line is not understood. */
std::optional<Options> parse(int argc, char **argv) {
  Options options;
  for (int i = 1; i < argc; ++i) {
    const std::string argument = argv[i];
    if (argument == "--solve-only")
      options.solve_only = true;
    else if (argument == "--height" && i + 1 < argc)
      options.height = std::atoi(argv[++i]);
    else
      options.cell_size = 1e-6 * std::atof(argv[i]);
  }
  if (options.cell_size > 0. && options.height > 0)
    return options;
  return {};
}

/** The block on cells of twice the size: GAMG needs some 7 kB and 100 core µs an unknown. */
void compare_with_petsc(const Options &options, double solution) {
  const Block block(2. * options.cell_size, options.height);
  print("{:.0f} unknowns:", block.unknowns());
  const Speed ours = solve(block, Method::multigrid, "multigrid", true);
  const Speed petsc = solve(block, Method::assembled, "GAMG", true);
  print("product: {:.1f} MDoF/s, {:.1f} times the {:.1f} of the assembled matrix", ours.product,
        ours.product / petsc.product, petsc.product);
  print("set-up and solve: GAMG takes {:.0f} times as long, {:.0f} times that of multigrid on the "
        "finer grid",
        petsc.solution / ours.solution, petsc.solution / solution);
}

} // namespace

int main(int argc, char **argv) {
  const dealii::Utilities::MPI::MPI_InitFinalize mpi(argc, argv, 1);
  const auto options = parse(argc, argv);
  if (!options) {
    print("usage: benchmark_engine [cell size in um] [--height H] [--solve-only]");
    return 2;
  }
  const double before = peak_memory();
  std::unique_ptr<Block> block;
  const double grid =
      seconds([&] { block = std::make_unique<Block>(options->cell_size, options->height); });
  print("{} ranks, {:.0f} unknowns, {} cells; grid and space {:.3f} s a million", n_ranks(),
        block->unknowns(), block->octree.n_cells(), 1e6 * grid / block->unknowns());
  const Speed fast = solve(*block, Method::multigrid, "multigrid");
  print("memory: {:.0f} B an unknown", (peak_memory() - before) / block->unknowns());
  if (options->solve_only)
    return 0;
  const double speed = bandwidth();
  print("memory bandwidth: {:.1f} GB/s", 1e-9 * speed);
  products<float>(*block, "float", speed);
  products<double>(*block, "double", speed);
  block.reset();
  compare_with_petsc(*options, fast.solution);
}
