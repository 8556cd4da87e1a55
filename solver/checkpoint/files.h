// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <string>

namespace lacuna::checkpoint {

/** The content of a regular file, or an empty string where there is none. */
std::string read_file(const std::string &path);

/** 64-bit FNV-1a hash of a text, as 16 hexadecimal digits: tells whether inputs are the same. */
std::string fingerprint(const std::string &text);

/** What tells a file from a damaged copy of it. */
struct FileSum {
  std::uintmax_t bytes;
  std::uint32_t crc32; ///< as zlib has it
};

/** None where there is no regular file, or it cannot be read to its end. */
std::optional<FileSum> sum_file(const std::string &path);

} // namespace lacuna::checkpoint
