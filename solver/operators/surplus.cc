// SPDX-License-Identifier: LGPL-2.1-or-later
#include <solver/operators/surplus.h>

#include <deal.II/base/quadrature_lib.h>

#include <algorithm>
#include <array>
#include <numeric>

namespace lacuna::operators {

dealii::FullMatrix<double> on_surplus(const dealii::FullMatrix<double> &matrix, unsigned int degree,
                                      unsigned int n_components) {
  const unsigned int n = degree + 1, n_unknowns = matrix.m();
  const auto points = dealii::QGaussLobatto<1>(n).get_points();
  dealii::FullMatrix<double> surplus{dealii::IdentityMatrix(n_unknowns)};
  for (unsigned int a = 0; a < n * n * n; ++a)
    for (unsigned int corner = 0; corner < 8; ++corner) {
      const std::array<unsigned int, 3> at = {a % n, a / n % n, a / (n * n)};
      double hat = 1.;
      unsigned int b = 0;
      for (unsigned int d = 3; d-- > 0;) {
        const bool upper = corner >> d & 1;
        hat *= upper ? points[at[d]][0] : 1. - points[at[d]][0];
        b = b * n + (upper ? n - 1 : 0);
      }
      for (unsigned int c = 0; c < n_components; ++c)
        surplus(n_components * a + c, n_components * b + c) -= hat;
    }
  dealii::FullMatrix<double> half(n_unknowns, n_unknowns), result(n_unknowns, n_unknowns);
  matrix.mmult(half, surplus);
  surplus.Tmmult(result, half);
  return result;
}

double surplus_share(const double *weights, unsigned int n_points, double fictitious) {
  const double solid = std::accumulate(weights, weights + n_points, 0.);
  return (1. - fictitious) * std::max(0., 1. - solid);
}

} // namespace lacuna::operators
