// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <stdexcept>
#include <string>

namespace lacuna::params {

/** How an entry of the command line names its file. */
inline constexpr const char *command_line = "--set";

/** One "set key = value", and where it stands. */
struct Entry {
  std::string section; ///< nested subsections are joined with "/"
  std::string key;
  std::string value;
  std::string file;  ///< as it was named; "--set" for the command line
  unsigned line = 0; ///< counted from 1; 0 where there is no line
};

/** A fault in what the user wrote, told in one line (exit code 2). */
class InputError : public std::runtime_error {
public:
  /**
   * what() is "file:line: key: value; expected ...; did you mean ...", or for the command line
   * "--set Section/Key=value: value; expected ...". A part that is empty is left out; of a long
   * one the ends are shown, and no control characters.
   */
  InputError(const Entry &where, const std::string &expected, const std::string &suggestion = "");
};

/**
 * Refuses what a file that a parameter names holds, by an InputError: "path:line: found; expected
 * ...", without a line for 0.
 */
[[noreturn]] void refuse_file(const std::string &path, const std::string &found,
                              const std::string &expected, unsigned line = 0);

} // namespace lacuna::params
