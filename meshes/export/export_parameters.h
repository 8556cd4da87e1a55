// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <string>
#include <vector>

namespace lacuna::params {
class Registry;
}

namespace lacuna::exporting {

/** Section Export: which files of the geometry are written. */
struct ExportParameters {
  std::vector<std::string> formats = {"stl"};
  double voxel_size = 40e-6; ///< of images and volume meshes, m

  void declare(params::Registry &registry);
};

} // namespace lacuna::exporting
