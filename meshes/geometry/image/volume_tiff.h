// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <meshes/geometry/files/note.h>
#include <meshes/geometry/image/volume.h>

#include <string>
#include <vector>

namespace lacuna::geometry {

/**
 * TIFF slices, of one or several pages each, stacked along z; the first row is at y = 0, and voxels
 * have size 1. Values are as stored, also where 0 is white, of which the note is told. All headers
 * are read before the first pixel.
 *
 * @throws params::InputError naming the file: pages must be of one size, with one number of 8, 16
 * or 32 bits a pixel.
 */
Volume read_tiff(const std::vector<std::string> &paths, const Note &note);

} // namespace lacuna::geometry
