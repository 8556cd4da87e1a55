// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <filesystem>
#include <fstream>
#include <string>

#include <unistd.h>

namespace lacuna::geometry {

/** A folder of this process (ranks run side by side), removed in the end. */
struct Folder {
  std::filesystem::path path =
      std::filesystem::temp_directory_path() / ("lacuna_files_" + std::to_string(getpid()));
  Folder() { std::filesystem::create_directories(path); }
  ~Folder() { std::filesystem::remove_all(path); }

  std::string operator/(const std::string &name) const { return (path / name).string(); }

  /** Writes the bytes to a file of the folder. */
  std::string write(const std::string &name, const std::string &bytes) const {
    std::ofstream(path / name, std::ios::binary) << bytes;
    return *this / name;
  }
};

/** The bytes of a value as they lie in memory. */
template <typename T>
std::string bytes(const T &value) {
  return {reinterpret_cast<const char *>(&value), sizeof value};
}

/** What the call throws, or nothing. */
template <typename Call>
std::string message_of(const Call &call) {
  try {
    call();
  } catch (const std::exception &error) {
    return error.what();
  }
  return "";
}

} // namespace lacuna::geometry
