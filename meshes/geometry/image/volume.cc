// SPDX-License-Identifier: LGPL-2.1-or-later
#include <meshes/geometry/files/free_memory.h>
#include <meshes/geometry/image/volume.h>

#include <fmt/format.h>

#include <algorithm>

namespace lacuna::geometry {

void require_memory(const Volume &grid, const std::string &path, double reading) {
  constexpr double value = 4., shape = 9.; // distances beside values, and what is counted in them
  require_memory(path, fmt::format("{} x {} x {} voxels", grid.size[0], grid.size[1], grid.size[2]),
                 std::max(shape, value + reading) * grid.n_voxels());
}

} // namespace lacuna::geometry
