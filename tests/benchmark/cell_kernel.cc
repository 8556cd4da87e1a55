// SPDX-License-Identifier: LGPL-2.1-or-later
// Speed of the cell kernels on one core, with cut cells' weights beyond the caches and nodal values
// within them: million unknowns a second, counting p³ nodes a cell as their own.
#include <solver/operators/cell_kernel.h>

#include <chrono>
#include <cstdio>

using namespace lacuna::operators;

namespace {

/** Best of five runs, in seconds a batch. */
template <typename Work>
double seconds(int n_batches, const Work &work) {
  double best = 1e9;
  for (int run = 0; run < 5; ++run) {
    const auto start = std::chrono::steady_clock::now();
    for (int b = 0; b < n_batches; ++b)
      work(b);
    const std::chrono::duration<double> time = std::chrono::steady_clock::now() - start;
    best = std::min(best, time.count() / n_batches);
  }
  return best;
}

template <typename Number, int degree, int n_components>
void measure(const char *number, const FormCoefficients<n_components> &form) {
  using Kernel = CellKernel<Number, degree, n_components>;
  using V = Lanes<Number>;
  constexpr int n_batches = 4000, n_vectors = 8;
  const Kernel kernel(form, {1., 1., 1.});
  const V one = V{} + Number(1);
  LanesVector<Number> x(n_vectors * Kernel::n_values, one), y(Kernel::n_values);
  LanesVector<Number> weights(n_batches * Kernel::n_points, one / Number(Kernel::n_points));
  const CellScale<Number> scale{one, one, one};

  const auto report = [&](const char *name, double time) {
    const double cells = n_lanes<Number> / time;
    std::printf("%-6s Q%d %d component(s) %-4s %8.3f us/batch %8.2f Mcells/s %8.1f MDoF/s\n",
                number, degree, n_components, name, 1e6 * time, 1e-6 * cells,
                1e-6 * cells * degree * degree * degree * n_components);
  };
  const auto values = [&](int b) { return x.data() + b % n_vectors * Kernel::n_values; };
  report("full", seconds(n_batches, [&](int b) { kernel.apply_full(values(b), y.data(), scale); }));
  report("cut", seconds(n_batches, [&](int b) {
           kernel.apply_cut(values(b), y.data(), weights.data() + b * Kernel::n_points, scale);
         }));
}

template <typename Number>
void measure_all(const char *number) {
  const FormCoefficients<3> elasticity{1., 1.};
  const FormCoefficients<1> diffusion{1., 1.};
  measure<Number, 1>(number, elasticity);
  measure<Number, 2>(number, elasticity);
  measure<Number, 3>(number, elasticity);
  measure<Number, 1>(number, diffusion);
  measure<Number, 2>(number, diffusion);
  measure<Number, 3>(number, diffusion);
}

} // namespace

int main() {
  measure_all<float>("float");
  measure_all<double>("double");
}
