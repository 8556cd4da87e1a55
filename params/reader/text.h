// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <string>
#include <vector>

namespace lacuna::params {
/** @p text without the blanks at its ends. */
std::string trim(const std::string &text);

/** @p text trimmed, each run of blanks within it made one space. */
std::string collapse_blanks(const std::string &text);

/** The parts of @p text between the separators; at least one, maybe empty. */
std::vector<std::string> split(const std::string &text, char separator);

/** Whether the text is valid UTF-8. */
bool is_utf8(const std::string &text);

/** Whether a character of the text is for control, a tab aside. */
bool has_controls(const std::string &text);

/**
 * The text for one line of a message: a blank for each control character, "?" for each byte that is
 * no UTF-8; the middle of what is longer than `most` bytes gives way to "...".
 */
std::string for_message(const std::string &text, std::size_t most);

/** ASCII letters made small. */
std::string lower_case(std::string text);

/** "a, b or c". */
std::string join_with_or(const std::vector<std::string> &words);

/**
 * The candidate with the smallest edit distance to @p word, case aside; empty when each differs in
 * more than a third of its letters.
 */
std::string closest(const std::string &word, const std::vector<std::string> &candidates);
} // namespace lacuna::params
