// SPDX-License-Identifier: LGPL-2.1-or-later
#include <meshes/export/file.h>

#include <filesystem>
#include <fstream>
#include <stdexcept>

namespace lacuna::exporting {

std::uintmax_t write_whole(const std::string &path,
                           const std::function<bool(const std::string &)> &fill) {
  // Some writers choose by the ending.
  const std::filesystem::path whole(path);
  std::filesystem::path part = whole;
  part.replace_extension(".part" + whole.extension().string());
  if (!std::ofstream(part, std::ios::binary))
    refuse(path, "the folder does not exist or is not writable");
  std::error_code error;
  if (!fill(part.string())) {
    std::filesystem::remove(part, error);
    refuse(path, "the file could not be written in full");
  }
  const std::uintmax_t size = std::filesystem::file_size(part, error);
  std::filesystem::rename(part, whole, error);
  if (error)
    refuse(path, error.message());
  return size;
}

std::uintmax_t write_text(const std::string &path, const std::string &text) {
  return write_whole(path, [&](const std::string &part) {
    std::ofstream file(part, std::ios::binary);
    file << text;
    file.close();
    return bool(file);
  });
}

void refuse(const std::string &path, const std::string &reason) {
  throw std::runtime_error(path + ": cannot be written: " + reason);
}

} // namespace lacuna::exporting
