// SPDX-License-Identifier: LGPL-2.1-or-later
#include <params/reader/text.h>
#include <solver/study/group_name.h>

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <sstream>

namespace lacuna::study {

namespace {

/** Bytes: a specimen's name is longer by its number, a file system's at most 255 (some take less).
 */
constexpr std::size_t longest = 100;

/** Of files that lie beside the groups' folders. */
const char *const file_endings[] = {".csv",  ".html", ".json", ".lock", ".log",
                                    ".part", ".png",  ".prm",  ".py"};

/** Folders that lie there, too. */
const char *const folders[] = {"figures", "measured"};

/** Names that no file can have, whatever its ending, on systems to which results may be copied. */
const char *const devices[] = {"con",  "prn",  "aux",  "nul",  "com0", "com1", "com2", "com3",
                               "com4", "com5", "com6", "com7", "com8", "com9", "lpt0", "lpt1",
                               "lpt2", "lpt3", "lpt4", "lpt5", "lpt6", "lpt7", "lpt8", "lpt9"};

template <typename Words>
bool holds(const Words &words, const std::string &word) {
  return std::find(std::begin(words), std::end(words), word) != std::end(words);
}

} // namespace

bool names_group(const params::Entry &entry) {
  return entry.section == "Groups" && !entry.key.empty() && entry.key != "Specimens" &&
         entry.key != "Refined specimens" && entry.key != "Seed" && entry.key != "Prints";
}

void check_group_name(const params::Entry &entry) {
  const std::string name = params::lower_case(entry.key);
  if (name.find_first_of("/\\;,") != std::string::npos || name.front() == '.' ||
      name.back() == '.' || name != params::trim(name))
    throw params::InputError(entry,
                             "a group's name without / \\ ; , or a dot or blank at its ends");
  if (name.size() > longest)
    throw params::InputError(entry, fmt::format("a group's name of at most {} bytes", longest));
  const std::string end = std::filesystem::path(name).extension().string();
  if (holds(file_endings, end))
    throw params::InputError(entry, "a group's name that does not end as a file's: " + end);
  if (holds(folders, name))
    throw params::InputError(entry, "a group's name that no folder beside them has: " + name);
  if (holds(devices, name.substr(0, name.find('.'))))
    throw params::InputError(entry, "a group's name that is no device's on any system");
}

std::vector<params::Entry> group_overrides(const params::Entry &group) {
  std::vector<params::Entry> entries;
  std::stringstream stream(group.value);
  for (std::string item; std::getline(stream, item, ';');) {
    if (item.find_first_not_of(" \t") == std::string::npos)
      continue;
    try {
      entries.push_back(params::parse_override(item));
    } catch (const params::InputError &) {
      throw params::InputError(group, "overrides as Section/Key = value; Section/Key = value");
    }
    const std::string &section = entries.back().section;
    if (section == "Groups" || section == "Statistics")
      throw params::InputError(group, "overrides of other sections than " + section);
    entries.back().file = group.file;
    entries.back().line = group.line;
  }
  return entries;
}

} // namespace lacuna::study
