// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <params/reader/prm_file.h>

#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <string>

#include <unistd.h>

namespace lacuna::fuzz {

/** A folder of this process for what readers open by name; run.sh removes it. */
inline const std::filesystem::path &folder() {
  static const std::filesystem::path path = [] {
    const auto made = std::filesystem::temp_directory_path() / ("fuzz-" + std::to_string(getpid()));
    std::filesystem::create_directories(made);
    return made;
  }();
  return path;
}

/** Writes the bytes to a file of the folder; its path. */
inline std::string write_file(const std::string &name, const std::string &bytes) {
  const std::filesystem::path path = folder() / name;
  std::ofstream(path, std::ios::binary) << bytes;
  return path.string();
}

/** A finding that no sanitizer would see. */
[[noreturn]] inline void report(const std::string &fault) {
  std::cerr << "finding: " << fault << std::endl;
  std::abort();
}

/** The call may refuse its input, in one line of bounded length, and do nothing else. */
template <typename Call>
void accepts_or_refuses(const Call &call) {
  constexpr std::size_t longest_message = 4000;
  try {
    call();
  } catch (const params::InputError &error) {
    const std::string message = error.what();
    if (message.empty() || message.size() > longest_message ||
        message.find('\n') != std::string::npos)
      report("a message that is not one line: " + message);
  }
}

/** The first byte of an input, which chooses between ways to read the rest. */
inline unsigned int choice(const std::uint8_t *data, std::size_t size, unsigned int n) {
  return size == 0 ? 0 : data[0] % n;
}

/** What follows the first byte. */
inline std::string rest(const std::uint8_t *data, std::size_t size) {
  return size == 0 ? "" : std::string(reinterpret_cast<const char *>(data) + 1, size - 1);
}

} // namespace lacuna::fuzz
