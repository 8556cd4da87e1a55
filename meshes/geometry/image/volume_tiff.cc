// SPDX-License-Identifier: LGPL-2.1-or-later
#include <meshes/geometry/image/volume_tiff.h>

#include <params/reader/input_file.h>
#include <params/reader/prm_file.h>

#include <fmt/format.h>
#include <tiffio.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <memory>

namespace lacuna::geometry {

namespace {

constexpr const char *expected = "a TIFF image with one number of 8, 16 or 32 bits a pixel";
constexpr std::uint32_t longest = 1 << 20; // pixels along a side; more is no number of pixels

struct Page {
  std::uint32_t width = 0, height = 0;
  std::uint16_t bits = 1, samples = 1, format = SAMPLEFORMAT_UINT;
  bool zero_is_white = false;

  std::size_t n_bytes() const { return std::size_t(width) * height * (bits / 8); }
};

/** How many bytes one may make at the most, by the kind of compression; 0 where there is no limit.
 */
double most_inflated(TIFF *tiff) {
  std::uint16_t kind = COMPRESSION_NONE;
  TIFFGetFieldDefaulted(tiff, TIFFTAG_COMPRESSION, &kind);
  switch (kind) {
  case COMPRESSION_NONE:
    return 1.;
  case COMPRESSION_PACKBITS:
    return 64.;
  case COMPRESSION_ADOBE_DEFLATE:
  case COMPRESSION_DEFLATE:
    return 1032.;
  default:
    return 0.;
  }
}

/** A page's strips or tiles must end within the file, and be enough for it. */
void refuse_cut_page(TIFF *tiff, const Page &page, const std::string &path) {
  const std::size_t size = std::filesystem::file_size(path);
  std::uint64_t sum = 0;
  const std::uint32_t n = TIFFIsTiled(tiff) ? TIFFNumberOfTiles(tiff) : TIFFNumberOfStrips(tiff);
  for (std::uint32_t i = 0; i < n; ++i) {
    const std::uint64_t count = TIFFGetStrileByteCount(tiff, i);
    const double end = 1. * TIFFGetStrileOffset(tiff, i) + 1. * count;
    sum += count;
    if (end > size)
      params::refuse_file(path, fmt::format("cut short: {} of at least {:.0f} bytes", size, end),
                          expected);
  }
  const double most = most_inflated(tiff);
  if (most > 0. && page.n_bytes() > most * sum)
    params::refuse_file(
        path,
        fmt::format("{} x {} pixels in {} bytes, too few for them", page.width, page.height, sum),
        expected);
}

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
  if (page.width == 0 || page.height == 0 || page.width > longest || page.height > longest)
    params::refuse_file(path, fmt::format("{} x {} pixels", page.width, page.height), expected);
  page.zero_is_white = colours == PHOTOMETRIC_MINISWHITE;
  refuse_cut_page(tiff, page, path);
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

/** Why libtiff does not open it: a directory that begins beyond its end, as most writers put it. */
std::string opening_fault(const std::string &path) {
  std::array<unsigned char, 16> head{};
  std::ifstream(path, std::ios::binary).read(reinterpret_cast<char *>(head.data()), head.size());
  const bool big_endian = head[0] == 'M';
  const auto number = [&](std::size_t at, std::size_t n) {
    std::uint64_t value = 0;
    for (std::size_t i = 0; i < n; ++i)
      value = value << 8 | head[big_endian ? at + i : at + n - 1 - i];
    return value;
  };
  const std::size_t size = std::filesystem::file_size(path);
  const bool is_tiff = head[0] == head[1] && (big_endian || head[0] == 'I');
  const std::uint64_t version = number(2, 2), first = version == 43 ? number(8, 8) : number(4, 4);
  if (is_tiff && (version == 42 || version == 43) && first >= size)
    return fmt::format("cut short: {} bytes, of which the directory begins at {}", size, first);
  return "another kind of file, or damaged";
}

/** Calls visit(tiff, page) for each page, the number of which is returned. */
template <typename Visit>
int for_each_page(const std::string &path, const Visit &visit) {
  params::require_regular_file(path, expected);
  const std::unique_ptr<TIFF, void (*)(TIFF *)> tiff(TIFFOpen(path.c_str(), "rm"), TIFFClose);
  if (!tiff)
    params::refuse_file(path, opening_fault(path), expected);
  for (int n_pages = 1;; ++n_pages) {
    visit(tiff.get(), page_of(tiff.get(), path));
    if (TIFFLastDirectory(tiff.get()) != 0)
      return n_pages;
    if (TIFFReadDirectory(tiff.get()) != 1)
      params::refuse_file(path,
                          fmt::format("cut short or damaged: {} bytes, of which page {} cannot be "
                                      "read",
                                      std::filesystem::file_size(path), n_pages + 1),
                          expected);
  }
}

/** Holds the pages of all files against the first one; returns the grid of them all. */
Volume grid_of(const std::vector<std::string> &paths, const Note &note) {
  Volume grid;
  Page first;
  bool zero_is_white = false;
  for (const std::string &path : paths)
    grid.size[2] += for_each_page(path, [&](TIFF *, const Page &page) {
      if (first.width == 0)
        first = page;
      if (page.bits != first.bits)
        params::refuse_file(
            path, fmt::format("pages of {} and {} bits a pixel", first.bits, page.bits), expected);
      if (page.width != first.width || page.height != first.height)
        params::refuse_file(
            path, fmt::format("{} x {} pixels", page.width, page.height),
            fmt::format("{} x {} as in the pages before", first.width, first.height));
      zero_is_white = zero_is_white || page.zero_is_white;
    });
  grid.size[0] = static_cast<int>(first.width);
  grid.size[1] = static_cast<int>(first.height);
  if (zero_is_white)
    note("TIFF in which 0 is white (min-is-white): values are taken as stored");
  return grid;
}

} // namespace

Volume read_tiff(const std::vector<std::string> &paths, const Note &note) {
  TIFFSetErrorHandler(nullptr);
  TIFFSetWarningHandler(nullptr);
  Volume volume = grid_of(paths, note);
  require_memory(volume, paths.front());
  volume.values.reserve(volume.n_voxels());
  std::vector<unsigned char> bytes;
  for (const std::string &path : paths) {
    int n_pages = 0;
    for_each_page(path, [&](TIFF *tiff, const Page &page) {
      ++n_pages;
      bytes.resize(page.n_bytes());
      if (!(TIFFIsTiled(tiff) ? read_tiles(tiff, page, bytes) : read_rows(tiff, page, bytes)))
        params::refuse_file(path, fmt::format("page {} is damaged", n_pages), expected);
      append(bytes, page, bytes.size() / (page.bits / 8), volume.values);
    });
  }
  return volume;
}

} // namespace lacuna::geometry
