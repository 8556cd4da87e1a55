// SPDX-License-Identifier: LGPL-2.1-or-later
#include <params/reader/quantity.h>
#include <params/reader/text.h>
#include <params/reader/unit.h>
#include <solver/sweep/column_unit.h>
#include <solver/sweep/goal.h>

#include <fmt/format.h>

namespace lacuna::sweep {

using observables::Column;
using params::InputError;

namespace {

const Column &find(const params::Entry &entry, const std::vector<Column> &columns) {
  std::vector<std::string> names;
  for (const Column &column : columns) {
    if (entry.key == column.name || entry.key == column.full_name())
      return column;
    names.push_back(column.name);
  }
  throw InputError(entry, "a column of specimens.csv that the points will have",
                   params::closest(entry.key, names));
}

/** The text after some words; nothing where it does not begin with them. */
std::optional<std::string> after(const std::string &text, const std::string &words) {
  const std::string blank = words + " ";
  if (text.compare(0, blank.size(), blank) != 0)
    return std::nullopt;
  return params::trim(text.substr(blank.size()));
}

void add(const std::string &text, const params::Dimension &dimension, Goal &goal) {
  if (text == "maximise" || text == "minimise")
    goal.sense = text == "maximise" ? Sense::maximise : Sense::minimise;
  else if (const auto low = after(text, "at least"))
    goal.low = params::parse_quantity(*low, dimension);
  else if (const auto high = after(text, "at most"))
    goal.high = params::parse_quantity(*high, dimension);
  else if (const auto range = after(text, "within")) {
    const std::size_t dots = range->find("..");
    if (dots == std::string::npos)
      throw params::ValueError("within A .. B");
    goal.low = params::parse_quantity(range->substr(0, dots), dimension);
    goal.high = params::parse_quantity(range->substr(dots + 2), dimension);
  } else {
    const std::string near = params::closest(text, {"maximise", "minimise"});
    throw params::ValueError("maximise, minimise, at least A, at most A or within A .. B", near);
  }
}

} // namespace

Goal parse_goal(const params::Entry &entry, const std::vector<Column> &columns) {
  const Column &column = find(entry, columns);
  const auto unit = params::parse_unit(written_unit(column.unit));
  Goal goal;
  goal.column = column.full_name();
  try {
    for (const std::string &part : params::split(entry.value, ','))
      add(params::collapse_blanks(part), unit->dimension, goal);
  } catch (const params::ValueError &error) {
    throw InputError(entry, error.what(), error.suggestion());
  }
  if (goal.low && goal.high && !(*goal.low < *goal.high))
    throw InputError(entry, "a range from a smaller to a larger value");
  return goal;
}

} // namespace lacuna::sweep
