// SPDX-License-Identifier: LGPL-2.1-or-later
#include <solver/multigrid/chebyshev.h>

#include <deal.II/lac/diagonal_matrix.h>
#include <deal.II/lac/solver_cg.h>

namespace lacuna::multigrid {

namespace {

/** The estimate by a few steps of Lanczos lies below the eigenvalue by some per cent. */
constexpr unsigned int n_lanczos_steps = 12;
constexpr double safety = 1.1;

/** Largest eigenvalue of D⁻¹A, from conjugate gradients on a rough right-hand side. */
double estimate(const LevelOperator<float> &op, const LevelVector<float> &inverse_diagonal) {
  auto b = op.make_vector(), x = op.make_vector();
  const auto first = x.get_partitioner()->local_range().first;
  for (unsigned int i = 0; i < x.locally_owned_size(); ++i)
    x.local_element(i) = ((first + i) * 2654435761u >> 8 & 0xffff) / 65536. - 0.5;
  for (const unsigned int i : op.constrained())
    x.local_element(i) = 0.f;
  // b = A random, so that A x = b has a solution where A is singular as well.
  op.vmult(b, x);
  x = 0.f;
  dealii::DiagonalMatrix<LevelVector<float>> preconditioner(inverse_diagonal);
  double largest = 1.;
  // On tiny levels the solution is found before, after which there is only rounding to see.
  dealii::IterationNumberControl control(n_lanczos_steps, 1e-4 * b.l2_norm());
  dealii::SolverCG<LevelVector<float>> solver(control);
  solver.connect_eigenvalues_slot([&](const std::vector<double> &eigenvalues) {
    if (!eigenvalues.empty())
      largest = eigenvalues.back();
  });
  solver.solve(op, x, b, preconditioner);
  return largest;
}

} // namespace

Chebyshev::Chebyshev(const LevelOperator<float> &op, unsigned int degree)
    : op_(op), degree_(degree), inverse_diagonal_(op.diagonal()) {
  for (float &entry : inverse_diagonal_)
    entry = entry > 0.f ? 1.f / entry : 0.f;
  largest_eigenvalue_ = safety * estimate(op, inverse_diagonal_);
}

void Chebyshev::smooth(LevelVector<float> &x, LevelVector<float> &r, bool update_residual,
                       LevelVector<float> &step, LevelVector<float> &image) const {
  const unsigned int n = x.locally_owned_size();
  const float *d = inverse_diagonal_.begin();
  float *z = step.begin(), *residual = r.begin(), *result = x.begin();
  const float first = 4. / (3. * largest_eigenvalue_);
  for (unsigned int i = 0; i < n; ++i)
    z[i] = first * d[i] * residual[i];
  for (unsigned int k = 1; k <= degree_; ++k) {
    const bool last = k == degree_;
    if (!last || update_residual)
      op_.vmult(image, step);
    const float *change = image.begin();
    if (last) {
      for (unsigned int i = 0; i < n; ++i)
        result[i] += z[i];
      if (update_residual)
        for (unsigned int i = 0; i < n; ++i)
          residual[i] -= change[i];
      return;
    }
    const float a = (2. * k - 1.) / (2. * k + 3.),
                b = (8. * k + 4.) / ((2. * k + 3.) * largest_eigenvalue_);
    for (unsigned int i = 0; i < n; ++i) {
      result[i] += z[i];
      residual[i] -= change[i];
      z[i] = a * z[i] + b * d[i] * residual[i];
    }
  }
}

} // namespace lacuna::multigrid
