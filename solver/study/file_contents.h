// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <map>
#include <string>
#include <vector>

namespace lacuna::study {

/**
 * What tells imported files apart: what is in them, not where they are or when they were written.
 * A file is read once.
 */
class FileContents {
public:
  /** "content BYTES CRC32" of each file that is read for this one, such as slices of an image;
   * empty where there is none. */
  const std::string &of(const std::string &path);

  /** Lines "Section/Key = value" with contents in the place of the names of these files. */
  std::string in_place_of_names(const std::string &lines, const std::vector<std::string> &files);

private:
  std::map<std::string, std::string> contents_; ///< by path
};

} // namespace lacuna::study
