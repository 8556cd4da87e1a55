// SPDX-License-Identifier: LGPL-2.1-or-later
#include <params/reader/prm_file.h>
#include <params/reader/text.h>
#include <solver/study/sweep_sections.h>
#include <solver/sweep/prm_text.h>

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

namespace lacuna::sweep {

using params::Entry;

namespace {

bool names_file(const Entry &entry, const std::vector<params::Parameter> &parameters) {
  return std::any_of(parameters.begin(), parameters.end(), [&](const params::Parameter &one) {
    return one.type == "file" && one.section == entry.section && one.key == entry.key;
  });
}

/** A path as params::Registry finds it: from the folder of the file that names it. */
std::string from_root(const std::string &path, const Entry &where) {
  namespace fs = std::filesystem;
  if (path.empty())
    return path;
  const fs::path folder = where.line > 0 ? fs::path(where.file).parent_path() : fs::path();
  return fs::absolute(folder / path).lexically_normal().string();
}

/** "Surface/File = a.stl; …" of a group with its paths from the root. */
std::string portable_overrides(const Entry &group,
                               const std::vector<params::Parameter> &parameters) {
  std::string text;
  for (const std::string &item : params::split(group.value, ';')) {
    std::string part = params::trim(item);
    try {
      const Entry entry = params::parse_override(part);
      if (names_file(entry, parameters))
        part = entry.section + "/" + entry.key + " = " + from_root(entry.value, group);
    } catch (const params::InputError &) { // of no form: the study's reader will say so
    }
    text += (text.empty() ? "" : "; ") + part;
  }
  return text;
}

/** "a.mha, b.mha" of a variable that is taken for a file, with its paths from the root. */
std::string portable_words(const Entry &variable, const std::vector<Entry> &entries,
                           const std::vector<params::Parameter> &parameters) {
  const std::string apply = study::apply_section + "/";
  const bool is_file = std::any_of(entries.begin(), entries.end(), [&](Entry entry) {
    if (entry.section.rfind(apply, 0) != 0 || params::trim(entry.value) != variable.key)
      return false;
    entry.section.erase(0, apply.size());
    return names_file(entry, parameters);
  });
  if (!is_file)
    return variable.value;
  std::string text;
  for (const std::string &word : params::split(variable.value, ','))
    text += (text.empty() ? "" : ", ") + from_root(params::trim(word), variable);
  return text;
}

} // namespace

std::string prm_text(const std::vector<Entry> &entries) {
  std::string text;
  for (auto entry = entries.begin(); entry != entries.end();) {
    const std::string section = entry->section;
    text += "subsection " + section + "\n";
    for (; entry != entries.end() && entry->section == section; ++entry)
      if (!entry->key.empty())
        text += fmt::format("  set {} = {}\n", entry->key, entry->value);
    text += "end\n";
  }
  return text;
}

std::vector<Entry> made_portable(const std::vector<Entry> &entries,
                                 const std::vector<params::Parameter> &parameters) {
  std::vector<Entry> result = entries;
  for (Entry &entry : result)
    if (names_file(entry, parameters))
      entry.value = from_root(entry.value, entry);
    else if (entry.section == "Groups" && entry.value.find('/') != std::string::npos)
      entry.value = portable_overrides(entry, parameters);
    else if (entry.section == study::variables_section)
      entry.value = portable_words(entry, entries, parameters);
  return result;
}

} // namespace lacuna::sweep
