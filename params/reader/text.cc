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

/**
 * Bytes of the UTF-8 character at the given place, 0 where there is none (RFC 3629: not overlong,
 * no surrogate, up to U+10FFFF).
 */
std::size_t character_size(const std::string &text, std::size_t at) {
  const auto byte = [&](std::size_t i) {
    return i < text.size() ? static_cast<unsigned char>(text[i]) : 0u;
  };
  const unsigned first = byte(at);
  if (first < 0x80)
    return 1;
  const std::size_t size = first < 0xc2   ? 0
                           : first < 0xe0 ? 2
                           : first < 0xf0 ? 3
                           : first < 0xf5 ? 4
                                          : 0;
  for (std::size_t i = 1; i < size; ++i)
    if (byte(at + i) >> 6 != 2)
      return 0;
  const unsigned second = byte(at + 1);
  const bool wrong = (first == 0xe0 && second < 0xa0) || (first == 0xed && second > 0x9f) ||
                     (first == 0xf0 && second < 0x90) || (first == 0xf4 && second > 0x8f);
  return wrong ? 0 : size;
}

/** Of one byte, or U+0080 to U+009F, which terminals obey as well. */
bool is_control(const std::string &text, std::size_t at, std::size_t size) {
  const auto first = static_cast<unsigned char>(text[at]);
  return size == 2 ? first == 0xc2 && static_cast<unsigned char>(text[at + 1]) < 0xa0
                   : first < ' ' || first == 0x7f;
}
} // namespace

bool is_utf8(const std::string &text) {
  for (std::size_t at = 0, size; at < text.size(); at += size)
    if ((size = character_size(text, at)) == 0)
      return false;
  return true;
}

bool has_controls(const std::string &text) {
  for (std::size_t at = 0, size; at < text.size(); at += size) {
    size = std::max<std::size_t>(character_size(text, at), 1);
    if (text[at] != '\t' && is_control(text, at, size))
      return true;
  }
  return false;
}

std::string for_message(const std::string &text, std::size_t most) {
  std::vector<std::string> characters;
  std::size_t n_bytes = 0;
  for (std::size_t at = 0, size; at < text.size(); at += std::max<std::size_t>(size, 1)) {
    size = character_size(text, at);
    characters.push_back(size == 0                    ? "?"
                         : is_control(text, at, size) ? " "
                                                      : text.substr(at, size));
    n_bytes += characters.back().size();
  }
  std::string start, end;
  const std::size_t part = n_bytes > most ? (most - 3) / 2 : n_bytes;
  for (auto c = characters.begin(); c != characters.end() && start.size() + c->size() <= part; ++c)
    start += *c;
  if (n_bytes <= most)
    return start;
  for (auto c = characters.rbegin(); end.size() + c->size() <= part; ++c)
    end.insert(0, *c);
  return start + "..." + end;
}

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
    const std::size_t allowed = std::max(word.size(), candidate.size()) / 3;
    if (std::max(word.size(), candidate.size()) - allowed > std::min(word.size(), candidate.size()))
      continue; // the distance is at least the difference of the sizes
    const std::size_t distance = edit_distance(lower_case(word), lower_case(candidate));
    if (distance <= allowed && (best.empty() || distance < best_distance)) {
      best = candidate;
      best_distance = distance;
    }
  }
  return best;
}
} // namespace lacuna::params
