// SPDX-License-Identifier: LGPL-2.1-or-later
#include <meshes/geometry/image/volume_tiff.h>

#include <params/reader/input_file.h>
#include <params/reader/prm_file.h>

#include <fmt/format.h>
#include <tiffio.h>

#include <cstdint>
#include <cstring>
#include <filesystem>
#include <memory>

namespace lacuna::geometry {

namespace {

constexpr const char *expected = "a TIFF image with one number of 8, 16 or 32 bits a pixel";

struct Page {
  std::uint32_t width = 0, height = 0;
  std::uint16_t bits = 1, samples = 1, format = SAMPLEFORMAT_UINT;
};

/** What the header of the current page says; refuses what is not read. */
Page page_of(TIFF *tiff, const std::string &path) {
  Page page;
  TIFFGetField(tiff, TIFFTAG_IMAGEWIDTH, &page.width);
  TIFFGetField(tiff, TIFFTAG_IMAGELENGTH, &page.height);
  TIFFGetFieldDefaulted(tiff, TIFFTAG_BITSPERSAMPLE, &page.bits);
  TIFFGetFieldDefaulted(tiff, TIFFTAG_SAMPLESPERPIXEL, &page.samples);
  TIFFGetFieldDefaulted(tiff, TIFFTAG_SAMPLEFORMAT, &page.format);
  std::uint16_t colours = PHOTOMETRIC_MINISBLACK;
  TIFFGetField(tiff, TIFFTAG_PHOTOMETRIC, &colours);
  if (page.samples != 1)
    params::refuse_file(path, fmt::format("{} numbers a pixel", page.samples), expected);
  if (page.bits != 8 && page.bits != 16 && page.bits != 32)
    params::refuse_file(path, fmt::format("{} bits a pixel", page.bits), expected);
  if (colours != PHOTOMETRIC_MINISBLACK && colours != PHOTOMETRIC_MINISWHITE)
    params::refuse_file(path, "colours", expected);
  const bool is_float = page.format == SAMPLEFORMAT_IEEEFP;
  if (is_float != (page.bits == 32) && is_float)
    params::refuse_file(path, "floating numbers of less than 32 bits", expected);
  // Deflated data are at most 1032 times as long.
  const double bytes = page.bits / 8. * page.width * page.height;
  if (page.width == 0 || page.height == 0 || bytes > 1032. * std::filesystem::file_size(path))
    params::refuse_file(
        path, fmt::format("{} x {} pixels, more than its bytes can hold", page.width, page.height),
        expected);
  return page;
}

template <typename Number>
void append(const std::vector<unsigned char> &bytes, std::size_t n, std::vector<float> &values) {
  for (std::size_t i = 0; i < n; ++i) {
    Number value;
    std::memcpy(&value, &bytes[i * sizeof(Number)], sizeof(Number));
    values.push_back(static_cast<float>(value));
  }
}

void append(const std::vector<unsigned char> &bytes, const Page &page, std::size_t n,
            std::vector<float> &values) {
  const bool is_signed = page.format == SAMPLEFORMAT_INT;
  if (page.format == SAMPLEFORMAT_IEEEFP)
    append<float>(bytes, n, values);
  else if (page.bits == 8)
    is_signed ? append<std::int8_t>(bytes, n, values) : append<std::uint8_t>(bytes, n, values);
  else if (page.bits == 16)
    is_signed ? append<std::int16_t>(bytes, n, values) : append<std::uint16_t>(bytes, n, values);
  else
    is_signed ? append<std::int32_t>(bytes, n, values) : append<std::uint32_t>(bytes, n, values);
}

/** The rows of a page in tiles, put side by side. */
bool read_tiles(TIFF *tiff, const Page &page, std::vector<unsigned char> &bytes) {
  std::uint32_t width = 0, height = 0;
  TIFFGetField(tiff, TIFFTAG_TILEWIDTH, &width);
  TIFFGetField(tiff, TIFFTAG_TILELENGTH, &height);
  const std::size_t size = page.bits / 8;
  const tmsize_t n_bytes = TIFFTileSize(tiff);
  if (width == 0 || height == 0 || n_bytes != tmsize_t(size * width * height) ||
      std::size_t(n_bytes) > 4 * bytes.size() + (1u << 24))
    return false;
  std::vector<unsigned char> tile(n_bytes);
  for (std::uint32_t y = 0; y < page.height; y += height)
    for (std::uint32_t x = 0; x < page.width; x += width) {
      if (TIFFReadTile(tiff, tile.data(), x, y, 0, 0) != n_bytes)
        return false;
      for (std::uint32_t row = 0; row < height && y + row < page.height; ++row)
        std::memcpy(&bytes[size * (std::size_t(y + row) * page.width + x)],
                    &tile[size * row * width], size * std::min(width, page.width - x));
    }
  return true;
}

bool read_rows(TIFF *tiff, const Page &page, std::vector<unsigned char> &bytes) {
  const std::size_t row_size = std::size_t(page.bits / 8) * page.width;
  if (TIFFScanlineSize(tiff) != tmsize_t(row_size))
    return false;
  for (std::uint32_t row = 0; row < page.height; ++row)
    if (TIFFReadScanline(tiff, &bytes[row * row_size], row, 0) != 1)
      return false;
  return true;
}

void append_file(const std::string &path, Volume &volume) {
  params::require_regular_file(path, expected);
  const std::unique_ptr<TIFF, void (*)(TIFF *)> tiff(TIFFOpen(path.c_str(), "rm"), TIFFClose);
  if (!tiff)
    params::refuse_file(path, "another kind of file, damaged or cut short", expected);
  std::uint16_t bits = 0;
  do {
    const Page page = page_of(tiff.get(), path);
    if (bits != 0 && page.bits != bits)
      params::refuse_file(path, fmt::format("pages of {} and {} bits a pixel", bits, page.bits),
                          expected);
    bits = page.bits;
    if (volume.size[2] > 0 &&
        (int(page.width) != volume.size[0] || int(page.height) != volume.size[1]))
      params::refuse_file(
          path, fmt::format("{} x {} pixels", page.width, page.height),
          fmt::format("{} x {} as in the pages before", volume.size[0], volume.size[1]));
    volume.size = {int(page.width), int(page.height), volume.size[2] + 1};
    const std::size_t n = std::size_t(page.width) * page.height;
    std::vector<unsigned char> bytes(n * (page.bits / 8));
    if (!(TIFFIsTiled(tiff.get()) ? read_tiles(tiff.get(), page, bytes)
                                  : read_rows(tiff.get(), page, bytes)))
      params::refuse_file(path, fmt::format("page {} is damaged or cut short", volume.size[2]),
                          expected);
    append(bytes, page, n, volume.values);
  } while (TIFFReadDirectory(tiff.get()) == 1);
}

} // namespace

Volume read_tiff(const std::vector<std::string> &paths) {
  TIFFSetErrorHandler(nullptr);
  TIFFSetWarningHandler(nullptr);
  Volume volume;
  for (const std::string &path : paths)
    append_file(path, volume);
  return volume;
}

} // namespace lacuna::geometry
