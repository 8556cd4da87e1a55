// SPDX-License-Identifier: LGPL-2.1-or-later
#include <meshes/morphometry/mean_intercept.h>

#include <deal.II/base/numbers.h>
#include <deal.II/base/symmetric_tensor.h>
#include <deal.II/lac/full_matrix.h>
#include <deal.II/lac/vector.h>

#include <algorithm>
#include <cmath>
#include <limits>

namespace lacuna::morphometry {

namespace {

using Vector = dealii::Tensor<1, 3>;
using Matrix = dealii::SymmetricTensor<2, 3>;

constexpr int n_directions = 200;

/** Directions on a half sphere, evenly on a spiral of the golden angle. */
Vector direction(int i) {
  const double golden_angle = dealii::numbers::PI * (3. - std::sqrt(5.));
  const double z = (i + 0.5) / n_directions, r = std::sqrt(1. - z * z);
  return Vector({r * std::cos(golden_angle * i), r * std::sin(golden_angle * i), z});
}

/** The matrix M with uᵀ M u nearest to the values at the directions u. */
Matrix fitted(const std::vector<double> &values) {
  constexpr unsigned int n = Matrix::n_independent_components;
  dealii::FullMatrix<double> normal(n, n);
  dealii::Vector<double> right(n), solution(n);
  for (int i = 0; i < n_directions; ++i) {
    const Vector u = direction(i);
    const Matrix square = dealii::symmetrize(dealii::outer_product(u, u));
    for (unsigned int a = 0; a < n; ++a) {
      // An entry off the diagonal stands for two.
      const double weight_a = a < 3 ? 1. : 2.;
      for (unsigned int b = 0; b < n; ++b)
        normal(a, b) +=
            weight_a * square.access_raw_entry(a) * (b < 3 ? 1. : 2.) * square.access_raw_entry(b);
      right(a) += weight_a * square.access_raw_entry(a) * values[i];
    }
  }
  normal.gauss_jordan();
  normal.vmult(solution, right);
  Matrix result;
  for (unsigned int a = 0; a < n; ++a)
    result.access_raw_entry(a) = solution(a);
  return result;
}

} // namespace

MeanInterceptLength mean_intercept_length(const std::vector<SurfacePoint> &points, double volume) {
  std::array<Vector, n_directions> directions;
  for (int i = 0; i < n_directions; ++i)
    directions[i] = direction(i);
  std::array<double, n_directions> crossings{};
  for (const SurfacePoint &point : points)
    for (int i = 0; i < n_directions; ++i)
      crossings[i] += std::abs(point.normal * directions[i]) * point.area;
  std::vector<double> inverse_square;
  for (const double sum : crossings)
    inverse_square.push_back(sum * sum / (volume * volume));
  auto axes = dealii::eigenvectors(fitted(inverse_square)); // from the largest value
  std::reverse(axes.begin(), axes.end());
  MeanInterceptLength result;
  for (int i = 0; i < 3; ++i) {
    // Rounding apart no value is negative; one of zero belongs to lines that meet nothing.
    const bool meets = axes[i].first > 1e-9 * axes[2].first;
    result.length[i] =
        meets ? 1. / std::sqrt(axes[i].first) : std::numeric_limits<double>::infinity();
    result.direction[i] = axes[i].second;
  }
  return result;
}

} // namespace lacuna::morphometry
