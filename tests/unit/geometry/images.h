// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <meshes/geometry/image/volume.h>
#include <meshes/geometry/shapes/shape.h>

#include <algorithm>

namespace lacuna::geometry {

/** n³ voxels of size h from the origin, with the value `part` of the index. */
template <typename Part>
Volume volume_of(int n, double h, const Part &part) {
  Volume volume;
  volume.size = {n, n, n};
  volume.spacing = {h, h, h};
  for (int k = 0; k < n; ++k)
    for (int j = 0; j < n; ++j)
      for (int i = 0; i < n; ++i)
        volume.values.push_back(static_cast<float>(part(i, j, k)));
  return volume;
}

/** As a scanner sees the shape: the part of each voxel that is solid, were its surface a plane. */
inline Volume scan(const Shape &shape, int n, double h) {
  return volume_of(n, h, [&](int i, int j, int k) {
    return std::clamp(0.5 - shape.distance(Point(i * h, j * h, k * h)) / h, 0., 1.);
  });
}

} // namespace lacuna::geometry
