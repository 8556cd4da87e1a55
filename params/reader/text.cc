// SPDX-License-Identifier: LGPL-2.1-or-later
#include <params/reader/text.h>

#include <algorithm>
#include <cctype>
#include <numeric>

namespace lacuna::params {
namespace {
constexpr const char *blanks = " \t\r\n\v\f";

/** Insertions, deletions and replacements that make @p a into @p b (Levenshtein's distance). */
std::size_t edit_distance(const std::string &a, const std::string &b) {
  std::vector<std::size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), 0);
  for (std::size_t i = 0; i < a.size(); ++i) {
    std::size_t diagonal = row[0];
    row[0] = i + 1;
    for (std::size_t j = 0; j < b.size(); ++j) {
      const std::size_t replaced = diagonal + (a[i] == b[j] ? 0 : 1);
      diagonal = row[j + 1];
      row[j + 1] = std::min({replaced, row[j] + 1, row[j + 1] + 1});
    }
  }
  return row.back();
}
} // namespace

std::string trim(const std::string &text) {
  const std::size_t first = text.find_first_not_of(blanks);
  if (first == std::string::npos)
    return "";
  return text.substr(first, text.find_last_not_of(blanks) - first + 1);
}

std::string collapse_blanks(const std::string &text) {
  std::string collapsed;
  for (const char c : trim(text)) {
    const bool blank = std::isspace(static_cast<unsigned char>(c));
    if (!blank)
      collapsed += c;
    else if (collapsed.back() != ' ')
      collapsed += ' ';
  }
  return collapsed;
}

std::vector<std::string> split(const std::string &text, char separator) {
  std::vector<std::string> parts;
  std::size_t begin = 0;
  for (std::size_t end; (end = text.find(separator, begin)) != std::string::npos; begin = end + 1)
    parts.push_back(text.substr(begin, end - begin));
  parts.push_back(text.substr(begin));
  return parts;
}

std::string lower_case(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return text;
}

std::string join_with_or(const std::vector<std::string> &words) {
  std::string joined;
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (i > 0)
      joined += i + 1 == words.size() ? " or " : ", ";
    joined += words[i];
  }
  return joined;
}

std::string closest(const std::string &word, const std::vector<std::string> &candidates) {
  std::string best;
  std::size_t best_distance = 0;
  for (const auto &candidate : candidates) {
    const std::size_t distance = edit_distance(lower_case(word), lower_case(candidate));
    const std::size_t allowed = std::max(word.size(), candidate.size()) / 3;
    if (distance <= allowed && (best.empty() || distance < best_distance)) {
      best = candidate;
      best_distance = distance;
    }
  }
  return best;
}
} // namespace lacuna::params
