// SPDX-License-Identifier: LGPL-2.1-or-later
#include <params/reader/quantity.h>
#include <params/reader/text.h>
#include <params/reader/unit.h>
#include <solver/sweep/column_unit.h>
#include <solver/sweep/variable.h>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <regex>

namespace lacuna::sweep {

using params::InputError;

namespace {

constexpr std::size_t most_levels = 10000;

struct Quantity {
  double number; ///< in the unit
  std::string unit;
  params::Dimension dimension;
};

/** Nothing where the text is no number with a unit. */
std::optional<Quantity> parse_quantity(const std::string &text) {
  static const std::regex form(R"(\s*([+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)\s*(\S.*?)?\s*)");
  std::smatch parts;
  if (!std::regex_match(text, parts, form))
    return std::nullopt;
  const std::string unit = parts[2];
  const auto parsed = params::parse_unit(unit.empty() ? "1" : unit);
  if (!parsed)
    return std::nullopt;
  const double number = params::parse_quantity(parts[1], params::dimensionless);
  return Quantity{number, unit, parsed->dimension};
}

/** As parse_quantity, for a range: zero without a unit has that of `other`. */
Quantity end_of_range(const params::Entry &entry, const std::string &text,
                      const std::string &other) {
  auto quantity = parse_quantity(text);
  const auto beside = parse_quantity(other);
  if (quantity && beside && quantity->number == 0. && quantity->unit.empty())
    quantity = Quantity{0., beside->unit, beside->dimension};
  if (!quantity)
    throw InputError(entry, "a range such as 250 um .. 600 um; " + params::trim(text) +
                                " is no number with a unit");
  return *quantity;
}

std::string written(double number, const std::string &unit) {
  return unit.empty() ? fmt::format("{:.9g}", number) : fmt::format("{:.9g} {}", number, unit);
}

double si(const Quantity &quantity) {
  return params::parse_quantity(fmt::format("{:.17g} {}", quantity.number, quantity.unit),
                                quantity.dimension);
}

void set_steps(const params::Entry &entry, const std::string &text, const Interval &range,
               Variable &variable) {
  const Quantity step = end_of_range(entry, text, "");
  if (step.dimension != variable.dimension || !(step.number > 0.))
    throw InputError(entry, "a step above 0 of the same kind as the range");
  const double size = step.number * si({1., step.unit, step.dimension}) /
                      si({1., variable.unit, variable.dimension});
  const double n = std::floor((range.high - range.low) / size * (1. + 1e-9));
  if (n < 1. || n >= most_levels)
    throw InputError(entry, fmt::format("a step that gives 2 to {} values", most_levels));
  for (unsigned int i = 0; i <= n; ++i)
    variable.levels.push_back(written(range.low + i * size, variable.unit));
}

void set_range(const params::Entry &entry, const std::string &low_text, std::string rest,
               Variable &variable) {
  static const std::regex ending(R"(^(.*?)\s+(?:(log)|step\s+(.*))$)");
  std::smatch parts;
  std::string step;
  bool is_log = false;
  if (std::regex_match(rest, parts, ending)) {
    is_log = parts[2].matched;
    step = parts[3];
    rest = std::string(parts[1]);
  }
  const Quantity low = end_of_range(entry, low_text, rest),
                 high = end_of_range(entry, rest, low_text);
  if (low.dimension != high.dimension)
    throw InputError(entry, "a range between two quantities of the same kind");
  variable.unit = high.unit;
  variable.dimension = high.dimension;
  const double in_unit = si(low) / si({1., high.unit, high.dimension});
  // 12 digits: what units of different size make of a round number stays round.
  const Interval range{low.unit == high.unit ? low.number
                                             : std::stod(fmt::format("{:.12g}", in_unit)),
                       high.number, is_log};
  if (!(range.low < range.high))
    throw InputError(entry, "a range from a smaller to a larger value");
  if (is_log && !(range.low > 0.))
    throw InputError(entry, "a range above 0 where it is log");
  if (step.empty())
    variable.interval = range;
  else
    set_steps(entry, step, range, variable);
}

void set_list(const params::Entry &entry, Variable &variable) {
  for (const std::string &item : params::split(entry.value, ','))
    variable.levels.push_back(params::trim(item));
  std::vector<Quantity> quantities;
  for (const std::string &level : variable.levels)
    if (const auto quantity = parse_quantity(level))
      quantities.push_back(*quantity);
  for (auto level = variable.levels.begin(); level != variable.levels.end(); ++level)
    if (level->empty() || std::find(variable.levels.begin(), level, *level) != level)
      throw InputError(entry, "values separated by commas, each once");
  if (variable.levels.size() < 2 || variable.levels.size() > most_levels)
    throw InputError(entry, fmt::format("a range such as 250 um .. 600 um, or 2 to {} values "
                                        "separated by commas",
                                        most_levels));
  variable.is_word = quantities.empty();
  if (variable.is_word)
    return;
  if (quantities.size() < variable.levels.size())
    throw InputError(entry, "numbers with units, or words, but not both");
  variable.unit = quantities.back().unit;
  variable.dimension = quantities.back().dimension;
  for (const Quantity &quantity : quantities)
    if (quantity.dimension != variable.dimension)
      throw InputError(entry, "values of one kind");
}

} // namespace

std::string column(const Variable &variable) {
  const std::string unit = variable.is_word ? "" : column_unit(variable.dimension);
  return unit.empty() ? variable.name : variable.name + "_" + unit;
}

double Variable::value(const std::string &text) const {
  if (is_word) {
    const auto found = std::find(levels.begin(), levels.end(), params::trim(text));
    if (found == levels.end())
      throw params::ValueError(expected(), params::closest(text, levels));
    return static_cast<double>(found - levels.begin());
  }
  const double result = params::parse_quantity(text, dimension);
  if (!interval)
    return result;
  const double size = si({1., unit, dimension}), slack = 1e-9 * std::abs(result);
  if (result < interval->low * size - slack || result > interval->high * size + slack)
    throw params::ValueError(expected());
  return result;
}

std::string Variable::expected() const {
  if (is_word)
    return params::join_with_or(levels);
  const std::string name = params::name_with_article(dimension);
  return interval ? fmt::format("{} from {} to {}", name, written(interval->low, unit),
                                written(interval->high, unit))
                  : name;
}

Variable parse_variable(const params::Entry &entry) {
  static const std::regex name(R"([A-Za-z]\w*)");
  Variable variable;
  variable.name = entry.key;
  if (!std::regex_match(entry.key, name) || entry.key == "pi" || entry.key == "point")
    throw InputError(entry, "a variable's name of letters, digits and _, not pi or point");
  const std::size_t dots = entry.value.find("..");
  if (dots == std::string::npos)
    set_list(entry, variable);
  else
    set_range(entry, entry.value.substr(0, dots), params::trim(entry.value.substr(dots + 2)),
              variable);
  return variable;
}

} // namespace lacuna::sweep
