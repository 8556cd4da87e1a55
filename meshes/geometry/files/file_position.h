// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <params/reader/choice.h>

namespace lacuna::geometry {

/** Where the body of a file is put. */
enum class FilePosition {
  standing, ///< its box stands on z = 0 around the z axis
  file      ///< at the coordinates of the file
};

inline params::Words<FilePosition> words(FilePosition) {
  return {{FilePosition::standing, "standing"}, {FilePosition::file, "file"}};
}

} // namespace lacuna::geometry
