// SPDX-License-Identifier: LGPL-2.1-or-later
#include <params/reader/input_error.h>

#include <params/reader/text.h>

#include <fmt/format.h>

namespace lacuna::params {

namespace {

std::string place(const Entry &entry) {
  if (entry.file == command_line)
    return entry.key.empty() ? entry.file
                             : fmt::format("--set {}/{}={}", entry.section, entry.key, entry.value);
  return entry.line == 0 ? entry.file : fmt::format("{}:{}", entry.file, entry.line);
}

std::string message(const Entry &entry, const std::string &expected,
                    const std::string &suggestion) {
  const bool overridden = entry.file == command_line;
  std::string text = place(entry);
  if (!entry.key.empty() && !overridden)
    text += ": " + entry.key;
  if (!entry.value.empty())
    text += (overridden && entry.key.empty() ? " " : ": ") + entry.value;
  text += "; expected " + expected;
  if (!suggestion.empty())
    text += "; did you mean " + suggestion;
  return text;
}

/** The entry's words as a message can show them. */
Entry for_message(const Entry &entry) {
  constexpr std::size_t most = 200; // bytes of a word
  return {params::for_message(entry.section, most), params::for_message(entry.key, most),
          params::for_message(entry.value, most), params::for_message(entry.file, 2 * most),
          entry.line};
}

} // namespace

InputError::InputError(const Entry &where, const std::string &expected,
                       const std::string &suggestion)
    : std::runtime_error(message(for_message(where), params::for_message(expected, 1000),
                                 params::for_message(suggestion, 200))) {}

void refuse_file(const std::string &path, const std::string &found, const std::string &expected,
                 unsigned line) {
  throw InputError({"", "", found, path, line}, expected);
}

} // namespace lacuna::params
