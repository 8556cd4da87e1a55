// SPDX-License-Identifier: LGPL-2.1-or-later
#include <solver/transport/symmetric_eigen.h>
#include <tests/messages.h>

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <cmath>

using namespace lacuna;
using tests::close_to;
using transport::symmetric_eigen;

BOOST_AUTO_TEST_SUITE(eigenvalues)

BOOST_AUTO_TEST_CASE(second_differences) {
  // 2 − 2 cos(k π / (n + 1))
  const unsigned int n = 20;
  std::vector<double> matrix(n * n, 0.);
  for (unsigned int i = 0; i < n; ++i) {
    matrix[i * n + i] = 2.;
    if (i + 1 < n)
      matrix[i * n + i + 1] = matrix[(i + 1) * n + i] = -1.;
  }
  const auto pairs = symmetric_eigen(matrix);
  for (unsigned int k = 0; k < n; ++k)
    for (unsigned int i = 0; i < n; ++i) {
      const double *v = &pairs.vectors[k * n];
      double image = 0., product = 0.;
      for (unsigned int j = 0; j < n; ++j) {
        image += matrix[i * n + j] * v[j];
        product += v[j] * pairs.vectors[i * n + j];
      }
      BOOST_TEST(std::abs(image - pairs.values[k] * v[i]) < 1e-14);
      BOOST_TEST(std::abs(product - (i == k)) < 1e-14);
    }
  std::vector<double> values = pairs.values;
  std::sort(values.begin(), values.end());
  for (unsigned int k = 0; k < n; ++k)
    BOOST_TEST(values[k] == 2. - 2. * std::cos((k + 1) * M_PI / (n + 1)), close_to(1e-13));
}

BOOST_AUTO_TEST_CASE(small_beside_large) {
  // Of [1, s; s, 2 s²] the product is s², the sum 1 + 2 s².
  const double s = 1e-7;
  const auto values = symmetric_eigen({1., s, s, 2. * s * s}).values;
  BOOST_TEST(std::max(values[0], values[1]) == 1. + s * s, close_to(1e-15));
  BOOST_TEST(std::min(values[0], values[1]) == s * s, close_to(1e-12));
  // What is decoupled stays as it is.
  const auto apart = symmetric_eigen({0., 0., 0., 0., 3., 1., 0., 1., 3.});
  BOOST_TEST(apart.values[0] == 0.);
  BOOST_TEST(apart.vectors[0] == 1.);
}

BOOST_AUTO_TEST_SUITE_END()
