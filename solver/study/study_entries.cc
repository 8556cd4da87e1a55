// SPDX-License-Identifier: LGPL-2.1-or-later
#include <params/reader/prm_file.h>
#include <solver/study/study_entries.h>

namespace lacuna::study {

std::vector<params::Entry> read_entries(const std::string &path,
                                        const std::vector<std::string> &overrides) {
  std::vector<params::Entry> entries = params::read_prm_file(path);
  for (const std::string &text : overrides)
    entries.push_back(params::parse_override(text));
  return entries;
}

} // namespace lacuna::study
