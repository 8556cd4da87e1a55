// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <filesystem>
#include <string>

#include <unistd.h>

namespace lacuna::exporting {

/** A folder of this process (tests run side by side), removed in the end. */
struct Folder {
  std::filesystem::path path =
      std::filesystem::temp_directory_path() / ("lacuna_export_" + std::to_string(getpid()));
  Folder() { std::filesystem::create_directories(path); }
  ~Folder() { std::filesystem::remove_all(path); }

  std::string file(const std::string &name) const { return (path / name).string(); }
  long n_files() const { return std::distance(std::filesystem::directory_iterator(path), {}); }
};

} // namespace lacuna::exporting
