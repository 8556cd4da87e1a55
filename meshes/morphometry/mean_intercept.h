// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <meshes/morphometry/surface_points.h>

namespace lacuna::morphometry {

/** The ellipsoid of mean intercept lengths; axes from the longest to the shortest. */
struct MeanInterceptLength {
  std::array<double, 3> length; ///< m, infinite along rods
  std::array<dealii::Tensor<1, 3>, 3> direction;

  /** Longest over shortest; 1 of an isotropic structure. */
  double degree_of_anisotropy() const { return length[0] / length[2]; }
};

/**
 * Mean intercept length (Harrigan & Mann 1984, 10.1007/BF00540446): length of test lines in a
 * direction over the number of times that they meet the surface. Lines in the direction u meet a
 * piece of area A and normal n |n·u| A times per area across them, so with all lines at once
 *
 *     MIL(u) = volume / ∫ |n·u| dA,     1 / MIL(u)² = uᵀ M u,
 *
 * M fitted in directions spread evenly. Lines end at the envelope without meeting a surface there.
 *
 * @param volume Of the envelope, m³.
 */
MeanInterceptLength mean_intercept_length(const std::vector<SurfacePoint> &points, double volume);

} // namespace lacuna::morphometry
