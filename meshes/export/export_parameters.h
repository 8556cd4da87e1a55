// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <meshes/export/extruder_parameters.h>
#include <meshes/geometry/parameters/scaffold_parameters.h>

#include <string>
#include <vector>

namespace lacuna::exporting {

/** Sections Export and Extruder: which files of the geometry are written, and for which printer. */
struct ExportParameters {
  std::vector<std::string> formats = {"stl", "png"};
  double voxel_size = 40e-6; ///< of images and volume meshes, m
  ExtruderParameters extruder{};

  bool wants(const std::string &format) const;

  void declare(params::Registry &registry);

  /** @throws params::InputError where a specimen cannot be written so. */
  void check(const params::Registry &registry, const geometry::GeometryParameters &geometry) const;
};

} // namespace lacuna::exporting
