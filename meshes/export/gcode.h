// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <meshes/export/extruder_parameters.h>
#include <meshes/geometry/print/toolpath.h>

#include <cstdint>
#include <string>

namespace lacuna::exporting {

/**
 * Writes a toolpath as G-code (RS-274) in millimetres and absolute coordinates, the specimen's axis
 * at X0 Y0 and the bed at Z0, layer by layer.
 *
 * The nozzle is at the top of each layer. A line of paste begins with the start code and ends
 * with the stop code; between lines the nozzle is lifted. With a screw each G1 carries, as the
 * relative coordinate E, the revolutions that convey π d²/4 times its length.
 *
 * @return Its size in bytes.
 * @throws std::runtime_error naming the path where it cannot be written.
 */
std::uintmax_t write_gcode(const geometry::Toolpath &toolpath, const ExtruderParameters &extruder,
                           const std::string &path);

} // namespace lacuna::exporting
