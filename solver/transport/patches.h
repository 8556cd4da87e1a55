// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <meshes/geometry/shapes/shape.h>

#include <cstdint>
#include <vector>

namespace lacuna::transport {

/**
 * Which places of a surface a coating covers: those where a Gaussian random field exceeds the value
 * that makes their share the coverage. The field is a sum of waves of one length in random
 * directions, a function of seed and place alone.
 */
class Patches {
public:
  /** @param size Length of the waves (m): from a patch to the next. */
  Patches(double coverage, double size, std::uint64_t seed);

  bool cover(const geometry::Point &x) const;

private:
  struct Wave {
    dealii::Tensor<1, 3> vector;
    double phase;
  };
  std::vector<Wave> waves_; // none where all is covered
  double least_ = 0.;
};

} // namespace lacuna::transport
