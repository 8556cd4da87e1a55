// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <fstream>
#include <map>
#include <string>
#include <utility>
#include <vector>

namespace lacuna::geometry {

/**
 * The fields of a header of lines "name = value" or "name: value", their names in small letters.
 * Everything throws params::InputError naming the file and the line at fault.
 */
class HeaderFields {
public:
  explicit HeaderFields(const std::string &path);

  /** The next line; false at an empty one and at the end. */
  bool next_line();

  const std::string &text() const { return text_; }

  /** Takes the line apart at the separator; returns the name. */
  std::string take(char separator);

  /** Where the line ends and the voxels follow. */
  long position();

  bool has(const std::string &name) const { return fields_.count(name) > 0; }

  std::string get(const std::string &name, const std::string &otherwise = "") const;

  /** The first of the names that is there; the last when none is. */
  std::string any(const std::vector<std::string> &names) const;

  /** The numbers of a value, whatever brackets and commas stand between them. */
  std::vector<double> numbers(const std::string &name, std::size_t count) const;

  /** The words of a value, which may stand in quotes. */
  std::vector<std::string> words(const std::string &name) const;

  [[noreturn]] void reject(const std::string &name, const std::string &expected) const;

  [[noreturn]] void fail(unsigned line, const std::string &found,
                         const std::string &expected) const;

  /** The path of a file that the header names. */
  std::string beside(const std::string &file) const;

private:
  std::string path_, text_;
  std::ifstream in_;
  unsigned line_ = 0;
  std::map<std::string, std::pair<std::string, unsigned>> fields_;
};

} // namespace lacuna::geometry
