// SPDX-License-Identifier: LGPL-2.1-or-later
#include <params/reader/input_file.h>
#include <params/reader/prm_file.h>
#include <params/reader/quantity.h>
#include <params/reader/text.h>
#include <solver/sweep/values_table.h>

#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <regex>
#include <sstream>

namespace lacuna::sweep {

namespace {

struct TableColumn {
  std::size_t variable;
  std::string unit; ///< of all cells; empty where they have their own
};

constexpr std::size_t most_rows = 100000;

TableColumn parse_head(const std::string &path, const std::string &text,
                       const std::vector<Variable> &variables) {
  static const std::regex form(R"(([^()]*?)\s*(?:\((.*)\))?)");
  std::smatch parts;
  const std::string head = params::trim(text);
  std::regex_match(head, parts, form);
  std::vector<std::string> names;
  for (const Variable &variable : variables)
    names.push_back(variable.name);
  const auto found = std::find(names.begin(), names.end(), parts[1].str());
  if (found == names.end())
    params::refuse_file(path, "column " + head, "the variables " + params::join_with_or(names), 1);
  return {static_cast<std::size_t>(found - names.begin()), parts[2]};
}

std::vector<TableColumn> parse_heads(const std::string &path, const std::string &line,
                                     const std::vector<Variable> &variables) {
  std::vector<TableColumn> columns;
  for (const std::string &text : params::split(line, ',')) {
    columns.push_back(parse_head(path, text, variables));
    const auto same = std::count_if(columns.begin(), columns.end(), [&](const TableColumn &other) {
      return other.variable == columns.back().variable;
    });
    if (same > 1)
      params::refuse_file(path, "column " + params::trim(text) + " twice", "each column once", 1);
  }
  for (std::size_t i = 0; i < variables.size(); ++i)
    if (std::none_of(columns.begin(), columns.end(),
                     [&](const TableColumn &column) { return column.variable == i; }))
      params::refuse_file(path, "no column " + variables[i].name, "a column a variable", 1);
  return columns;
}

PointValues parse_row(const params::Entry &row, const std::vector<TableColumn> &columns,
                      const std::vector<Variable> &variables) {
  const auto cells = params::split(row.value, ',');
  if (cells.size() != columns.size())
    throw params::InputError(row, fmt::format("{} values separated by commas", columns.size()));
  PointValues point{std::vector<std::string>(variables.size()),
                    std::vector<double>(variables.size())};
  for (std::size_t i = 0; i < cells.size(); ++i) {
    const std::size_t v = columns[i].variable;
    point.texts[v] = params::trim(params::trim(cells[i]) + " " + columns[i].unit);
    try {
      point.numbers[v] = variables[v].value(point.texts[v]);
    } catch (const params::ValueError &error) {
      throw params::InputError({"", variables[v].name, point.texts[v], row.file, row.line},
                               error.what(), error.suggestion());
    }
  }
  return point;
}

} // namespace

std::vector<PointValues> read_values(const std::string &path,
                                     const std::vector<Variable> &variables) {
  params::require_regular_file(path, "a table of points");
  std::stringstream text;
  text << std::ifstream(path).rdbuf();
  return parse_values(text.str(), path, variables);
}

std::vector<PointValues> parse_values(const std::string &text, const std::string &path,
                                      const std::vector<Variable> &variables) {
  std::istringstream lines(text);
  std::vector<TableColumn> columns;
  std::vector<PointValues> points;
  unsigned int number = 0;
  for (std::string line; std::getline(lines, line);) {
    ++number;
    line = params::trim(line);
    if (line.empty())
      continue;
    if (columns.empty())
      columns = parse_heads(path, line, variables);
    else if (points.size() < most_rows)
      points.push_back(parse_row({"", "", line, path, number}, columns, variables));
    else
      params::refuse_file(path, "more rows", fmt::format("at most {}", most_rows), number);
  }
  if (points.empty())
    params::refuse_file(path, "no points", "a line with the variables, and a line a point");
  return points;
}

} // namespace lacuna::sweep
