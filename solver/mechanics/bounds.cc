// SPDX-License-Identifier: LGPL-2.1-or-later
#include <solver/mechanics/bounds.h>

#include <deal.II/lac/lapack_full_matrix.h>

#include <algorithm>
#include <cmath>
#include <stdexcept>

namespace lacuna::mechanics {

using Matrix = dealii::FullMatrix<double>;

std::vector<double> eigenvalues(const Matrix &matrix) {
  if (!std::isfinite(matrix.frobenius_norm()))
    throw std::runtime_error("an effective tensor is not finite: the solution is wrong");
  dealii::LAPACKFullMatrix<double> copy(matrix.m());
  copy = matrix;
  const double bound = 2. * matrix.frobenius_norm() + 1e-300;
  dealii::Vector<double> values;
  dealii::FullMatrix<double> vectors;
  copy.compute_eigenvalues_symmetric(-bound, bound, 0., values, vectors);
  std::vector<double> result(values.begin(), values.end());
  std::sort(result.begin(), result.end());
  return result;
}

void check_bounds(const std::string &name, const Matrix &effective, const Matrix &material,
                  double share, double trace_of_green, double slack) {
  const auto require = [&](bool holds, const char *what) {
    if (!holds)
      throw std::runtime_error("the effective " + name + " " + what +
                               ": the grid is too coarse, or the solution is wrong");
  };
  const double scale = eigenvalues(material).back();
  require(eigenvalues(effective).front() >= -slack * eigenvalues(effective).back() - 1e-9 * scale,
          "is not positive definite");

  // Of (1 − slack) M*: what may be too large by its error.
  Matrix below_voigt = material, difference = material, inverse(material.m(), material.n());
  below_voigt *= share;
  below_voigt.add(slack - 1., effective);
  require(eigenvalues(below_voigt).front() >= -1e-9 * scale, "exceeds the Voigt bound");
  difference.add(slack - 1., effective);
  inverse.invert(difference);
  const double left = (1. - share) * inverse.trace();
  inverse.invert(material);
  require(left <= (1. + 1e-9) * (inverse.trace() - share * trace_of_green),
          "exceeds the Hashin-Shtrikman bound");
}

} // namespace lacuna::mechanics
