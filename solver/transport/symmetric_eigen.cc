// SPDX-License-Identifier: LGPL-2.1-or-later
#include <solver/transport/symmetric_eigen.h>

#include <cmath>
#include <limits>
#include <stdexcept>

namespace lacuna::transport {

namespace {

constexpr unsigned int max_sweeps = 60;

struct Rotation {
  double cosine, sine;
};

/** The smaller one that makes a_pq zero. */
Rotation rotation(double a_pp, double a_pq, double a_qq) {
  const double theta = 0.5 * (a_qq - a_pp) / a_pq;
  const double tangent = std::copysign(1., theta) / (std::abs(theta) + std::hypot(theta, 1.));
  const double cosine = 1. / std::hypot(tangent, 1.);
  return {cosine, tangent * cosine};
}

/** x, y become c x − s y, s x + c y. */
void rotate(double &x, double &y, const Rotation &r) {
  const double before = x;
  x = r.cosine * before - r.sine * y;
  y = r.sine * before + r.cosine * y;
}

} // namespace

EigenPairs symmetric_eigen(std::vector<double> a) {
  const unsigned int n = std::lround(std::sqrt(double(a.size())));
  EigenPairs result{std::vector<double>(n), std::vector<double>(a.size(), 0.)};
  std::vector<double> &v = result.vectors;
  for (unsigned int i = 0; i < n; ++i)
    v[i * n + i] = 1.;
  bool is_diagonal = false;
  for (unsigned int sweep = 0; !is_diagonal; ++sweep) {
    if (sweep == max_sweeps)
      throw std::runtime_error("transport: the eigenvalues of a small matrix are not found");
    is_diagonal = true;
    for (unsigned int p = 0; p + 1 < n; ++p)
      for (unsigned int q = p + 1; q < n; ++q) {
        const double size = std::sqrt(std::abs(a[p * n + p]) * std::abs(a[q * n + q]));
        if (std::abs(a[p * n + q]) <= std::numeric_limits<double>::epsilon() * size)
          continue;
        is_diagonal = false;
        const Rotation r = rotation(a[p * n + p], a[p * n + q], a[q * n + q]);
        for (unsigned int k = 0; k < n; ++k)
          rotate(a[k * n + p], a[k * n + q], r);
        for (unsigned int k = 0; k < n; ++k)
          rotate(a[p * n + k], a[q * n + k], r);
        for (unsigned int k = 0; k < n; ++k)
          rotate(v[p * n + k], v[q * n + k], r);
      }
  }
  for (unsigned int i = 0; i < n; ++i)
    result.values[i] = a[i * n + i];
  return result;
}

} // namespace lacuna::transport
