// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <meshes/export/extruder_parameters.h>
#include <meshes/geometry/print/toolpath.h>

#include <cstdint>
#include <string>

namespace lacuna::exporting {

/**
 * Writes a toolpath as JSON: {"strand_diameter_mm", "layer_height_mm", "speed_mm_per_s",
 * "length_mm", "volume_mm3", "layers": [{"index", "z_mm", "polylines_mm": [[[x, y], …], …]}, …]},
 * with z of the strands' axes above the bed.
 *
 * @return Its size in bytes.
 * @throws std::runtime_error naming the path where it cannot be written.
 */
std::uintmax_t write_toolpath_json(const geometry::Toolpath &toolpath,
                                   const ExtruderParameters &extruder, const std::string &path);

} // namespace lacuna::exporting
