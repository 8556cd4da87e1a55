// SPDX-License-Identifier: LGPL-2.1-or-later
#include <params/reader/text.h>
#include <solver/sweep/column_unit.h>

namespace lacuna::sweep {

std::string column_unit(const params::Dimension &dimension) {
  std::string unit = params::describe(dimension).unit, result;
  if (unit == "1")
    return "";
  if (unit.compare(0, 2, "1/") == 0)
    unit.erase(0, 1);
  for (const char c : unit)
    if (c == '/')
      result += result.empty() ? "per_" : "_per_";
    else if (c == '*' || c == '(')
      result += '_';
    else if (c != '^' && c != ')')
      result += c;
  return result;
}

std::string written_unit(const std::string &column_unit) {
  if (column_unit.empty())
    return "1";
  std::string result;
  char sign = '*';
  for (std::string word : params::split(column_unit, '_')) {
    if (word == "per") {
      sign = '/';
      continue;
    }
    if (word.size() > 1 && word.back() >= '0' && word.back() <= '9')
      word.insert(word.size() - 1, "^");
    if (sign == '/' || !result.empty())
      result += sign;
    result += word;
  }
  return result;
}

} // namespace lacuna::sweep
