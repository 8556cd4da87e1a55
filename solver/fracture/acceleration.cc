// SPDX-License-Identifier: LGPL-2.1-or-later
#include <solver/fracture/acceleration.h>

namespace lacuna::fracture {

using operators::Vector;

namespace {

constexpr double over_relaxation = 1.6;

} // namespace

Vector Acceleration::step(const Vector &x, const Vector &change) {
  const double size = change.l2_norm();
  Vector result = change;
  if (size >= last_size_) {
    result *= over_relaxation;
  } else {
    // With f = change: γ of min |f − γ (f − f')|; then f − γ (x + f − x' − f').
    Vector difference = change;
    difference -= last_change_;
    const double gamma = (difference * change) / difference.norm_sqr();
    result.add(-gamma, difference);
    result.add(-gamma, x);
    result.add(gamma, last_x_);
  }
  last_x_ = x;
  last_change_ = change;
  last_size_ = size;
  return result;
}

} // namespace lacuna::fracture
