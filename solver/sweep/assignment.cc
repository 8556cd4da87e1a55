// SPDX-License-Identifier: LGPL-2.1-or-later
#include <params/reader/quantity.h>
#include <params/reader/text.h>
#include <params/reader/unit.h>
#include <solver/study/sweep_sections.h>
#include <solver/sweep/assignment.h>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace lacuna::sweep {

using params::InputError;
using params::Parameter;

namespace {

/** The parts between commas that stand in no parentheses. */
std::vector<std::string> split_list(const std::string &text) {
  std::vector<std::string> parts(1);
  int depth = 0;
  for (const char c : text) {
    depth += c == '(' ? 1 : c == ')' ? -1 : 0;
    if (c == ',' && depth == 0)
      parts.emplace_back();
    else
      parts.back() += c;
  }
  return parts;
}

/** The unit that people write quantities of this kind in: that of the example. */
std::string usual_unit(const params::Dimension &dimension) {
  if (dimension == params::dimensionless)
    return "";
  const std::string example = params::describe(dimension).example;
  return example.substr(example.find(' ') + 1);
}

/** A factor's section has the keys of any other. */
bool same_section(const std::string &a, const std::string &b) {
  const std::string factor = "Factor ";
  return a == b ||
         (a.compare(0, factor.size(), factor) == 0 && b.compare(0, factor.size(), factor) == 0);
}

} // namespace

Assignment::Assignment(const params::Entry &entry, const std::vector<Variable> &variables,
                       const std::vector<Parameter> &parameters)
    : entry_(entry) {
  const std::size_t prefix = study::apply_section.size() + 1;
  section_ = entry.section.size() > prefix ? entry.section.substr(prefix) : "";
  find_target(parameters);
  read_formulas(variables);
}

void Assignment::find_target(const std::vector<Parameter> &parameters) {
  std::vector<std::string> keys, names;
  for (const Parameter &parameter : parameters) {
    if (parameter.changes == params::Changes::count)
      continue;
    names.push_back(parameter.section);
    if (!same_section(parameter.section, section_))
      continue;
    keys.push_back(parameter.key);
    if (parameter.key != entry_.key)
      continue;
    is_whole_ = parameter.type == "integer";
    is_quantity_ = !parameter.unit.empty();
    if (is_quantity_)
      dimension_ = params::parse_unit(parameter.unit)->dimension;
    unit_ = usual_unit(dimension_);
    return;
  }
  if (keys.empty())
    throw InputError(entry_,
                     "a subsection of " + study::apply_section + " named as that of the parameter",
                     params::closest(section_, names));
  throw InputError(entry_, "a key of subsection " + section_, params::closest(entry_.key, keys));
}

void Assignment::read_formulas(const std::vector<Variable> &variables) {
  std::vector<params::QuantityVariable> quantities;
  for (std::size_t i = 0; i < variables.size(); ++i) {
    const Variable &variable = variables[i];
    if (variable.name == entry_.value && (variable.is_word || !(is_whole_ || is_quantity_))) {
      word_ = variable.name;
      word_index_ = i;
      return;
    }
    quantities.push_back({variable.name, variable.dimension});
  }
  if (!is_whole_ && !is_quantity_)
    throw InputError(entry_, "the name of a variable alone: this parameter is no quantity");
  for (const std::string &part : split_list(entry_.value)) {
    try {
      formulas_.emplace_back(params::trim(part), quantities);
    } catch (const params::ValueError &error) {
      throw InputError(entry_, error.what(), error.suggestion());
    }
    for (const Variable &variable : variables)
      if (variable.is_word && formulas_.back().uses(variable.name))
        throw InputError(entry_, "no words in a formula: " + variable.name + " is one of " +
                                     params::join_with_or(variable.levels));
  }
}

bool Assignment::uses(const std::string &variable) const {
  return word_ == variable ||
         std::any_of(formulas_.begin(), formulas_.end(),
                     [&](const auto &formula) { return formula.uses(variable); });
}

std::string Assignment::text_at(const PointValues &values) const {
  if (!word_.empty())
    return values.texts[word_index_];
  std::string text;
  for (const params::QuantityFormula &formula : formulas_) {
    const double value = formula.evaluate(values.numbers, dimension_);
    if (is_whole_ && std::abs(value - std::round(value)) > 1e-9)
      throw params::ValueError(fmt::format("a whole number, which {:.9g} is not", value));
    const double in_unit =
        unit_.empty() ? value : value / params::parse_quantity("1 " + unit_, dimension_);
    text += fmt::format("{}{:.9g}{}{}", text.empty() ? "" : ", ", in_unit, unit_.empty() ? "" : " ",
                        unit_);
  }
  return text;
}

params::Entry Assignment::at(const PointValues &values) const {
  params::Entry result = entry_;
  result.section = section_;
  try {
    result.value = text_at(values);
  } catch (const params::ValueError &error) {
    throw InputError(entry_, error.what(), error.suggestion());
  }
  return result;
}

} // namespace lacuna::sweep
