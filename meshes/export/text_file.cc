// SPDX-License-Identifier: LGPL-2.1-or-later
#include <meshes/export/text_file.h>

#include <filesystem>
#include <fstream>
#include <stdexcept>

namespace lacuna::exporting {

void write_text_file(const std::string &path, const std::string &content) {
  const std::string temporary = path + ".part";
  std::ofstream file(temporary, std::ios::binary);
  file << content;
  file.close();
  std::error_code error;
  if (file)
    std::filesystem::rename(temporary, path, error);
  if (!file || error) {
    std::filesystem::remove(temporary, error);
    throw std::runtime_error(path + ": cannot be written");
  }
}

} // namespace lacuna::exporting
