// SPDX-License-Identifier: LGPL-2.1-or-later
#include <meshes/geometry/image/most_deflated.h>
#include <meshes/geometry/image/volume_header.h>

#include <params/reader/input_file.h>
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

/** The voxels' bytes of a file, inflated where they are compressed. */
class Bytes {
public:
  explicit Bytes(const VolumeHeader &header)
      : path_(header.data_file), compressed_(header.compressed),
        n_bytes_(header.grid.n_voxels() * bytes_of(header.type)),
        n_read_(-static_cast<long>(header.skip)) {
    params::require_regular_file(path_, "the voxels");
    in_.open(path_, std::ios::binary);
    refuse_impossible(header);
    if (header.offset >= 0)
      in_.seekg(header.offset);
    else
      in_.seekg(-static_cast<long>(n_bytes_), std::ios::end);
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
    else if (!in_.read(to, static_cast<std::streamsize>(count)))
      fail("cut short:", in_.gcount());
    n_read_ += static_cast<long>(count);
  }

  void leave_out(std::size_t count) {
    std::vector<char> part(std::min(chunk, count));
    for (std::size_t done = 0; done < count; done += part.size())
      read(part.data(), std::min(part.size(), count - done));
  }

private:
  /** Before memory is taken: fewer bytes than the header says, or than deflate makes so much of. */
  void refuse_impossible(const VolumeHeader &header) const {
    const std::size_t size = std::filesystem::file_size(path_),
                      before = std::max(header.offset, 0l), there = size - std::min(size, before);
    const std::string expected = fmt::format("{} x {} x {} of {}", header.grid.size[0],
                                             header.grid.size[1], header.grid.size[2], header.type);
    if (!compressed_ && there < n_bytes_)
      params::refuse_file(
          path_, fmt::format("cut short: {} of {} bytes of voxels", there, n_bytes_), expected);
    if (compressed_ && 1. * n_bytes_ + header.skip > most_deflated * there)
      params::refuse_file(
          path_, fmt::format("{} deflated bytes, too few for {} bytes of voxels", there, n_bytes_),
          expected);
  }

  void inflate_to(char *to, std::size_t count) {
    stream_.next_out = reinterpret_cast<Bytef *>(to);
    stream_.avail_out = static_cast<uInt>(count);
    while (stream_.avail_out > 0) {
      if (stream_.avail_in == 0) {
        in_.read(input_.data(), static_cast<std::streamsize>(input_.size()));
        stream_.next_in = reinterpret_cast<Bytef *>(input_.data());
        stream_.avail_in = static_cast<uInt>(in_.gcount());
      }
      const std::size_t n = count - stream_.avail_out;
      if (stream_.avail_in == 0)
        fail("cut short: deflated data of", n);
      const int state = inflate(&stream_, Z_NO_FLUSH);
      // Files of gzip may have several parts.
      if (state == Z_STREAM_END && stream_.avail_out > 0 ? inflateReset(&stream_) != Z_OK
                                                         : state != Z_OK && state != Z_STREAM_END)
        fail("deflated data that are damaged, after", n);
    }
  }

  /** @param n Bytes besides those of earlier calls. */
  [[noreturn]] void fail(const std::string &what, std::size_t n) const {
    const long n_there = std::max(n_read_ + static_cast<long>(n), 0l);
    params::refuse_file(path_, fmt::format("{} {} of {} bytes of voxels", what, n_there, n_bytes_),
                        "all that the header says");
  }

  std::string path_;
  std::ifstream in_;
  bool compressed_;
  std::size_t n_bytes_; ///< of all voxels
  long n_read_;         ///< of voxels so far; negative before the first
  z_stream stream_{};
  std::vector<char> input_ = std::vector<char>(chunk);
};

template <typename Number>
void convert(Bytes &bytes, const VolumeHeader &header, std::vector<float> &values) {
  std::vector<Number> part(std::min(chunk, values.size()));
  for (std::size_t done = 0; done < values.size(); done += part.size()) {
    const std::size_t n = std::min(part.size(), values.size() - done);
    char *raw = reinterpret_cast<char *>(part.data());
    bytes.read(raw, n * sizeof(Number));
    if (header.big_endian)
      for (std::size_t i = 0; i < n; ++i)
        std::reverse(raw + i * sizeof(Number), raw + (i + 1) * sizeof(Number));
    std::transform(part.begin(), part.begin() + n, values.begin() + done, [&](Number x) {
      return static_cast<float>(header.slope * x + header.intercept);
    });
  }
}

struct Type {
  const char *name;
  std::size_t bytes;
  void (*convert)(Bytes &, const VolumeHeader &, std::vector<float> &);
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
  Bytes bytes(header);
  bytes.leave_out(header.skip);
  require_memory(header.grid, header.data_file);
  std::vector<float> values(header.grid.n_voxels());
  find(header.type)->convert(bytes, header, values);
  return values;
}

} // namespace lacuna::geometry
