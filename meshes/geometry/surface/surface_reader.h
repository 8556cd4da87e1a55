// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <meshes/geometry/files/file_position.h>
#include <meshes/geometry/files/note.h>
#include <meshes/geometry/surface/surface_shape.h>

#include <memory>
#include <string>

namespace lacuna::params {
class Registry;
}

namespace lacuna::geometry {

/** Section Surface: a closed surface from a file. */
struct SurfaceFileParameters {
  std::string file;   ///< .stl, .obj or .ply
  double unit = 1e-3; ///< of the file's coordinates, m
  FilePosition position = FilePosition::standing;
  double largest_hole = 0.01; ///< to be filled, over the diagonal of the surface's box

  void declare(params::Registry &registry);

  /** @throws params::InputError for a file of another ending; the file is not opened. */
  void check(const params::Registry &registry) const;
};

/**
 * The body that the surface of a file encloses, after repair (see repaired()). Every rank reads the
 * file and comes to the same result.
 *
 * @param note Told what was repaired.
 * @throws params::InputError naming the file, what is wrong with it and, in its own coordinates,
 * where.
 */
std::shared_ptr<const SurfaceShape> read_surface(
    const SurfaceFileParameters &parameters, const Note &note = [](const std::string &) {});

} // namespace lacuna::geometry
