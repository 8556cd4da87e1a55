// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace lacuna::exporting {

/** A picture in shades of grey, row by row from above: 0 is see-through, 1 … 15 dark to light. */
struct GreyPicture {
  unsigned int width, height;
  std::vector<std::uint8_t> shades;
};

/**
 * Writes a PNG file of 4 bits a pixel (ISO/IEC 15948: a palette whose first colour is transparent).
 *
 * @return Its size in bytes. @throws std::runtime_error naming the path.
 */
std::uintmax_t write_png(const GreyPicture &picture, const std::string &path);

} // namespace lacuna::exporting
