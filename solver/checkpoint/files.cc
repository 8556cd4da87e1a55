// SPDX-License-Identifier: LGPL-2.1-or-later
#include <solver/checkpoint/files.h>

#include <meshes/geometry/shapes/random.h>

#include <fmt/format.h>
#include <zlib.h>

#include <filesystem>
#include <fstream>
#include <sstream>
#include <vector>

namespace lacuna::checkpoint {

std::string read_file(const std::string &path) {
  std::error_code error;
  // A pipe would wait, a device never end.
  if (!std::filesystem::is_regular_file(path, error))
    return "";
  std::ifstream file(path, std::ios::binary);
  std::stringstream content;
  if (file)
    content << file.rdbuf();
  return content.str();
}

std::optional<FileSum> sum_file(const std::string &path) {
  std::error_code error;
  if (!std::filesystem::is_regular_file(path, error))
    return std::nullopt;
  std::ifstream file(path, std::ios::binary);
  std::vector<char> block(1 << 20);
  FileSum sum{0, std::uint32_t(crc32(0, nullptr, 0))};
  while (file) {
    file.read(block.data(), block.size());
    sum.bytes += file.gcount();
    sum.crc32 = crc32(sum.crc32, reinterpret_cast<const Bytef *>(block.data()), file.gcount());
  }
  return file.eof() ? std::optional(sum) : std::nullopt;
}

std::string fingerprint(const std::string &text) {
  return fmt::format("{:016x}", geometry::random::stream(text));
}

} // namespace lacuna::checkpoint
