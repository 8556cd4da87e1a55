// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <meshes/geometry/image/image_reader.h>
#include <tests/fuzz/input.h>

namespace lacuna::fuzz {

/** Reads the volume and, unless it is large, makes the shape that its voxels mean. */
inline void read_image(const geometry::ImageFileParameters &parameters) {
  constexpr std::size_t small = 1 << 12; // voxels
  accepts_or_refuses([&] {
    if (geometry::read_volume(parameters.volume).n_voxels() < small)
      geometry::read_image(parameters);
  });
}

} // namespace lacuna::fuzz
