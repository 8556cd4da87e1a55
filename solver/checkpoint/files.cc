// SPDX-License-Identifier: LGPL-2.1-or-later
#include <solver/checkpoint/files.h>

#include <fmt/format.h>

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <stdexcept>

namespace lacuna::checkpoint {

void write_file(const std::string &path, const std::string &content) {
  const std::string temporary = path + ".part";
  std::ofstream file(temporary, std::ios::binary);
  file << content;
  file.close();
  std::error_code error;
  if (file)
    std::filesystem::rename(temporary, path, error);
  if (!file || error) {
    std::filesystem::remove(temporary, error);
    throw std::runtime_error(fmt::format("{}: cannot be written", path));
  }
}

std::string read_file(const std::string &path) {
  std::ifstream file(path, std::ios::binary);
  std::stringstream content;
  if (file)
    content << file.rdbuf();
  return content.str();
}

std::string fingerprint(const std::string &text) {
  std::uint64_t hash = 0xcbf29ce484222325;
  for (const unsigned char byte : text)
    hash = (hash ^ byte) * 0x100000001b3;
  return fmt::format("{:016x}", hash);
}

} // namespace lacuna::checkpoint
