// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <deal.II/base/bounding_box.h>

#include <string>

namespace lacuna::geometry {

/**
 * Refuses a body from a file that no scaffold can be as large or small as: the unit or the voxel
 * size was taken for another one. Its longest side must lie between 50 um, below which there is no
 * room for one pore that bone grows into (100 um: 10.1016/j.biomaterials.2005.02.002) nor for a few
 * of the thinnest strands, and 0.5 m, the length of the longest bone. Scaffolds of millimetres to
 * centimetres given in metres or nanometres, or in micrometres for millimetres, lie beyond.
 *
 * @param path The file, for the message.
 * @param box Around the body (m).
 * @param key The parameter to set: "File unit of Surface".
 * @throws params::InputError with the size found and the key.
 */
void require_plausible_size(const std::string &path, const dealii::BoundingBox<3> &box,
                            const std::string &key);

} // namespace lacuna::geometry
