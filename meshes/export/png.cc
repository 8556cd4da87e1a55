// SPDX-License-Identifier: LGPL-2.1-or-later
#include <meshes/export/png.h>
#include <meshes/files/whole_file.h>

#include <zlib.h>

#include <stdexcept>

namespace lacuna::exporting {

namespace {

constexpr unsigned int n_shades = 16, bits = 4;

/** Four bytes, the highest first. */
std::string big_endian(std::uint32_t number) {
  std::string bytes;
  for (int shift = 24; shift >= 0; shift -= 8)
    bytes += static_cast<char>(number >> shift & 0xff);
  return bytes;
}

/** Length, kind, data, and the checksum of the last two. */
std::string chunk(const std::string &kind, const std::string &data) {
  const std::string body = kind + data;
  const auto sum = crc32(0, reinterpret_cast<const Bytef *>(body.data()), body.size());
  return big_endian(data.size()) + body + big_endian(sum);
}

std::string header(const GreyPicture &picture) {
  constexpr char palette = 3, deflate = 0, adaptive = 0, not_interlaced = 0;
  return big_endian(picture.width) + big_endian(picture.height) +
         std::string{char(bits), palette, deflate, adaptive, not_interlaced};
}

std::string greys() {
  std::string colours;
  for (unsigned int shade = 0; shade < n_shades; ++shade)
    colours.append(3, static_cast<char>(255 * shade / (n_shades - 1)));
  return colours;
}

/** Each row begins with its filter, none; the left one of two pixels has the higher bits. */
std::string rows(const GreyPicture &picture) {
  std::string bytes;
  for (unsigned int y = 0; y < picture.height; ++y) {
    bytes += '\0';
    const std::uint8_t *row = picture.shades.data() + std::size_t(y) * picture.width;
    for (unsigned int x = 0; x < picture.width; x += 2)
      bytes += static_cast<char>(row[x] << bits | (x + 1 < picture.width ? row[x + 1] : 0));
  }
  return bytes;
}

std::string deflated(const std::string &bytes) {
  uLongf size = compressBound(bytes.size());
  std::string packed(size, '\0');
  if (compress2(reinterpret_cast<Bytef *>(packed.data()), &size,
                reinterpret_cast<const Bytef *>(bytes.data()), bytes.size(),
                Z_BEST_COMPRESSION) != Z_OK)
    throw std::runtime_error("a picture could not be compressed");
  packed.resize(size);
  return packed;
}

} // namespace

std::uintmax_t write_png(const GreyPicture &picture, const std::string &path) {
  const std::string transparent_first(1, '\0');
  return files::write_text(path, "\x89PNG\r\n\x1a\n" + chunk("IHDR", header(picture)) +
                                     chunk("PLTE", greys()) + chunk("tRNS", transparent_first) +
                                     chunk("IDAT", deflated(rows(picture))) + chunk("IEND", ""));
}

} // namespace lacuna::exporting
