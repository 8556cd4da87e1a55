// SPDX-License-Identifier: LGPL-2.1-or-later
#include <params/reader/shared_folder.h>

#include <filesystem>
#include <system_error>

namespace lacuna::params {

namespace fs = std::filesystem;

std::string shared_folder() {
  static const std::string folder = [] {
    std::error_code error;
    const fs::path home = fs::read_symlink("/proc/self/exe", error).parent_path();
    for (const char *place : {"share/lacuna", "../share/lacuna"})
      if (const fs::path path = (home / place).lexically_normal(); fs::is_directory(path, error))
        return path.string();
    return std::string();
  }();
  return folder;
}

std::string or_shared(const std::string &path, const std::string &shared) {
  std::error_code error;
  if (shared.empty() || fs::exists(fs::symlink_status(path, error)) || shared_folder().empty())
    return path;
  const fs::path other = fs::path(shared_folder()) / "params" / shared;
  return fs::is_regular_file(other, error) ? other.string() : path;
}

} // namespace lacuna::params
