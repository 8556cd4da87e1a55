// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <meshes/geometry/image/volume.h>

namespace lacuna::geometry {

/**
 * The threshold that parts the values into two groups with the largest variance between their means
 * (Otsu 1979, 10.1109/TSMC.1979.4310076), on a histogram of 1024 bins; amid the thresholds that do
 * so equally well, as between two values alone.
 *
 * @return NaN when all values are equal.
 */
double otsu_threshold(const std::vector<float> &values);

/**
 * Convolves with a Gaussian of the standard deviation `sigma` in voxels, cut at 3 σ, along each
 * axis; what lies outside is taken as the nearest voxel. In place.
 */
void smooth(Volume &volume, double sigma);

/** Which pieces of solid, joined over faces, are kept. */
enum class Islands {
  largest,  ///< the one with the most voxels
  spanning, ///< those that reach from the first to the last layer of voxels along an axis
  all
};

inline params::Words<Islands> words(Islands) {
  return {{Islands::largest, "largest"}, {Islands::spanning, "spanning"}, {Islands::all, "all"}};
}

/** How many pieces changed sides. */
struct Cleaned {
  std::size_t islands, pores;
};

/**
 * Makes pieces of solid (negative values) void that are not among `islands` or smaller than
 * `smallest` voxels, then, if asked, enclosed pores solid: void that reaches no side of the volume.
 * The magnitudes stay.
 *
 * @param axis Of `spanning`.
 */
Cleaned clean(Volume &volume, Islands islands, double smallest, unsigned int axis, bool fill_pores);

} // namespace lacuna::geometry
