// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <deal.II/base/symmetric_tensor.h>

#include <algorithm>
#include <cmath>
#include <limits>

namespace lacuna::materials {

/**
 * 2 cos(φ/3) of cos φ, to 1e-13. With s = cos(φ/2) it is 2 cos(2/3 arccos s), analytic but for
 * s = −1, here as its interpolant of degree 14 at Chebyshev's points of 0 ≤ s ≤ 1. There is no
 * branch in it, so that loops over many points work on whole registers.
 */
inline double twice_cosine_of_third(double cosine) {
  constexpr double c[] = {
      1.5320888862379565e+00,  9.8963626529325177e-01,  -1.2407350749306771e-01,
      3.9461644767491144e-02,  -1.6131989946176546e-02, 7.4512407500818903e-03,
      -3.7017590560495944e-03, 1.9302944982793945e-03,  -1.0422304939524381e-03,
      5.7981846116230578e-04,  -3.2803045824409787e-04, 1.7705426957928376e-04,
      -1.0289032772633829e-04, 9.1324005575644054e-05,  -5.4607228310126549e-05};
  const double x = std::sqrt(0.5 + 0.5 * cosine) - 0.5;
  double sum = c[14];
  for (int i = 13; i >= 0; --i)
    sum = sum * x + c[i];
  return sum;
}

/** The largest principal stress (Pa), by the angle of the deviator (Smith 1961,
 * 10.1145/355578.366316). */
inline double largest_principal(double xx, double yy, double zz, double yz, double zx, double xy) {
  const double mean = (xx + yy + zz) / 3.;
  const double x = xx - mean, y = yy - mean, z = zz - mean;
  const double size = std::sqrt((x * x + y * y + z * z + 2. * (yz * yz + zx * zx + xy * xy)) / 6.);
  const double determinant =
      x * (y * z - yz * yz) - xy * (xy * z - yz * zx) + zx * (xy * yz - y * zx);
  const double cosine =
      determinant / std::max(2. * size * size * size, std::numeric_limits<double>::min());
  return mean + size * twice_cosine_of_third(std::max(-1., std::min(1., cosine)));
}

inline double largest_principal(const dealii::SymmetricTensor<2, 3> &s) {
  return largest_principal(s[0][0], s[1][1], s[2][2], s[1][2], s[2][0], s[0][1]);
}

} // namespace lacuna::materials
