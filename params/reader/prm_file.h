// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <stdexcept>
#include <string>
#include <vector>

namespace lacuna::params {
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

/**
 * Reads a file in the format of deal.II's ParameterHandler, with what it includes (relative to the
 * including file). Entries come in the order of reading; a later one overrides an earlier one. An
 * empty subsection gives an entry with an empty key: it may name something that has defaults only.
 *
 * @throws InputError at an unreadable file, a faulty statement, text that is no UTF-8, or more text
 * and files than any study has.
 */
std::vector<Entry> read_prm_file(const std::string &path);

/**
 * Reads "Section/Key=value" as given to --set.
 *
 * @throws InputError when it has another form, or a value that no parameter file could hold.
 */
Entry parse_override(const std::string &text);
} // namespace lacuna::params
