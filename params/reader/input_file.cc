// SPDX-License-Identifier: LGPL-2.1-or-later
#include <params/reader/input_file.h>

#include <params/reader/input_error.h>

#include <cerrno>
#include <filesystem>
#include <fstream>
#include <system_error>

namespace lacuna::params {

std::string reading_fault(const std::string &path) {
  using std::filesystem::file_type;
  std::error_code error;
  const file_type type = std::filesystem::status(path, error).type();
  if (type == file_type::not_found)
    return "no such file";
  if (type == file_type::directory)
    return "a folder";
  if (type != file_type::regular)
    return error ? error.message() : "a pipe or device";
  return std::ifstream(path) ? "" : std::generic_category().message(errno);
}

void require_regular_file(const std::string &path, const std::string &expected) {
  const std::string fault = reading_fault(path);
  if (!fault.empty())
    refuse_file(path, "cannot be read: " + fault, expected);
}

} // namespace lacuna::params
