// SPDX-License-Identifier: LGPL-2.1-or-later
#include <solver/transport/starting_values.h>

#include <deal.II/base/mpi.h>
#include <deal.II/lac/lapack_full_matrix.h>

#include <array>
#include <cmath>

namespace lacuna::transport {

namespace {

/** Solutions that are remembered. */
constexpr unsigned int n_past = 5, n_max = n_past - 1;

/** Directions of less energy than this share of the largest are rounding. */
constexpr double rounding = 1e-12;

} // namespace

void StartingValues::set_operator(const operators::Operator &matrix) {
  matrix_ = &matrix;
  for (auto &[solution, image] : past_)
    matrix_->vmult(image, solution);
}

void StartingValues::add(const Vector &solution) {
  if (past_.size() < n_past)
    past_.push_back({space_.make_vector(1), space_.make_vector(1)});
  std::rotate(past_.begin(), past_.end() - 1, past_.end());
  past_.front().solution = solution;
  matrix_->vmult(past_.front().image, solution);
}

void StartingValues::serialize(checkpoint::Numbers &state) {
  std::size_t n = past_.size();
  state.serialize(n);
  past_.resize(n, {space_.make_vector(1), space_.make_vector(1)});
  for (Pair &pair : past_)
    state.serialize(pair.solution);
}

void StartingValues::predict(Vector &x, const Vector &b, const Vector *d) const {
  if (past_.empty())
    return;
  // From the newest x₀ along the differences v_i of one from the next: V'(A + d)V y = V'(b − A x₀).
  const unsigned int n = past_.size() - 1;
  std::array<const double *, n_past> solution, image;
  for (unsigned int i = 0; i <= n; ++i) {
    solution[i] = past_[i].solution.begin();
    image[i] = past_[i].image.begin();
  }
  std::vector<double> products(n * n + n, 0.);
  std::array<double, n_max> v, av;
  for (unsigned int node = 0; node < space_.n_owned_nodes(); ++node) {
    const double more = d ? d->local_element(node) : 0.;
    const double residual = b.local_element(node) - image[0][node] - more * solution[0][node];
    for (unsigned int i = 0; i < n; ++i) {
      v[i] = solution[i][node] - solution[i + 1][node];
      av[i] = image[i][node] - image[i + 1][node] + more * v[i];
    }
    for (unsigned int i = 0; i < n; ++i) {
      for (unsigned int j = 0; j <= i; ++j)
        products[i * n + j] += v[j] * av[i];
      products[n * n + i] += v[i] * residual;
    }
  }
  dealii::Utilities::MPI::sum(products, space_.communicator(), products);

  dealii::LAPACKFullMatrix<double> matrix(n, n);
  dealii::Vector<double> rhs(n), y(n), scale(n);
  for (unsigned int i = 0; i < n; ++i)
    scale[i] = products[i * n + i] > 0. ? 1. / std::sqrt(products[i * n + i]) : 0.;
  for (unsigned int i = 0; i < n; ++i) {
    for (unsigned int j = 0; j <= i; ++j)
      matrix(i, j) = matrix(j, i) = scale[i] * scale[j] * products[i * n + j];
    rhs[i] = scale[i] * products[n * n + i];
  }
  if (n > 0) {
    matrix.compute_inverse_svd(rounding);
    matrix.vmult(y, rhs);
    y.scale(scale);
  }
  x = past_[0].solution;
  for (unsigned int i = 0; i < n; ++i)
    x.add(y[i], past_[i].solution, -y[i], past_[i + 1].solution);
  x.update_ghost_values();
}

} // namespace lacuna::transport
