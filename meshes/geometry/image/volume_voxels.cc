// SPDX-License-Identifier: LGPL-2.1-or-later
#include <meshes/geometry/image/volume_header.h>

#include <params/reader/prm_file.h>

#include <fmt/format.h>
#include <zlib.h>

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <filesystem>
#include <fstream>

namespace lacuna::geometry {

namespace {

constexpr std::size_t chunk = 1 << 20; // values or bytes at a time

/** The bytes of a file from an offset, inflated where they are compressed. */
class Bytes {
public:
  explicit Bytes(const VolumeHeader &header)
      : path_(header.data_file), in_(path_, std::ios::binary), compressed_(header.compressed) {
    if (!in_ || !std::filesystem::is_regular_file(path_))
      fail("cannot be read", "the voxels");
    if (header.offset >= 0)
      in_.seekg(header.offset);
    else
      in_.seekg(-static_cast<long>(header.grid.n_voxels() * bytes_of(header.type)), std::ios::end);
    constexpr int any_header = 15 + 32; // zlib's or gzip's
    if (compressed_ && inflateInit2(&stream_, any_header) != Z_OK)
      throw std::bad_alloc();
  }
  Bytes(const Bytes &) = delete;
  Bytes &operator=(const Bytes &) = delete;
  ~Bytes() {
    if (compressed_)
      inflateEnd(&stream_);
  }

  void read(char *to, std::size_t count) {
    if (compressed_)
      inflate_to(to, count);
    else
      in_.read(to, static_cast<std::streamsize>(count));
    if (!in_ && !compressed_)
      fail("too short", "as many voxels as its header says");
  }

private:
  void inflate_to(char *to, std::size_t count) {
    stream_.next_out = reinterpret_cast<Bytef *>(to);
    stream_.avail_out = static_cast<uInt>(count);
    while (stream_.avail_out > 0) {
      if (stream_.avail_in == 0) {
        in_.read(input_.data(), static_cast<std::streamsize>(input_.size()));
        stream_.next_in = reinterpret_cast<Bytef *>(input_.data());
        stream_.avail_in = static_cast<uInt>(in_.gcount());
      }
      const int state = stream_.avail_in == 0 ? Z_BUF_ERROR : inflate(&stream_, Z_NO_FLUSH);
      if (state != Z_OK && !(state == Z_STREAM_END && stream_.avail_out == 0))
        fail("compressed voxels that are damaged or too few", "as many as its header says");
    }
  }

  [[noreturn]] void fail(const std::string &found, const std::string &expected) const {
    params::refuse_file(path_, found, expected);
  }

  std::string path_;
  std::ifstream in_;
  bool compressed_;
  z_stream stream_{};
  std::vector<char> input_ = std::vector<char>(chunk);
};

template <typename Number>
void convert(Bytes &bytes, bool swap, std::vector<float> &values) {
  std::vector<Number> part(std::min(chunk, values.size()));
  for (std::size_t done = 0; done < values.size(); done += part.size()) {
    const std::size_t n = std::min(part.size(), values.size() - done);
    char *raw = reinterpret_cast<char *>(part.data());
    bytes.read(raw, n * sizeof(Number));
    if (swap)
      for (std::size_t i = 0; i < n; ++i)
        std::reverse(raw + i * sizeof(Number), raw + (i + 1) * sizeof(Number));
    std::transform(part.begin(), part.begin() + n, values.begin() + done,
                   [](Number x) { return static_cast<float>(x); });
  }
}

struct Type {
  const char *name;
  std::size_t bytes;
  void (*convert)(Bytes &, bool, std::vector<float> &);
};

constexpr Type types[] = {
    {"uint8", 1, convert<std::uint8_t>},   {"int8", 1, convert<std::int8_t>},
    {"uint16", 2, convert<std::uint16_t>}, {"int16", 2, convert<std::int16_t>},
    {"uint32", 4, convert<std::uint32_t>}, {"int32", 4, convert<std::int32_t>},
    {"float32", 4, convert<float>},        {"float64", 8, convert<double>}};

const Type *find(const std::string &name) {
  const auto found = std::find_if(std::begin(types), std::end(types),
                                  [&](const Type &type) { return name == type.name; });
  return found == std::end(types) ? nullptr : found;
}

} // namespace

std::size_t bytes_of(const std::string &type) {
  return find(type) == nullptr ? 0 : find(type)->bytes;
}

std::vector<float> read_voxels(const VolumeHeader &header) {
  Bytes bytes(header); // before the memory is taken: most mistakes are in the name of the file
  const std::size_t expected = header.grid.n_voxels() * bytes_of(header.type);
  const std::size_t size = std::filesystem::file_size(header.data_file);
  if (!header.compressed && size < expected + std::max(header.offset, 0l))
    params::refuse_file(
        header.data_file,
        fmt::format("{} bytes of voxels",
                    size - std::min<std::size_t>(size, std::max(header.offset, 0l))),
        fmt::format("{} bytes: {} x {} x {} of {}", expected, header.grid.size[0],
                    header.grid.size[1], header.grid.size[2], header.type));
  std::vector<float> values(header.grid.n_voxels());
  find(header.type)->convert(bytes, header.big_endian, values);
  return values;
}

} // namespace lacuna::geometry
