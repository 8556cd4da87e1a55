// SPDX-License-Identifier: LGPL-2.1-or-later
#include <params/reader/quantity.h>

#include <params/reader/text.h>
#include <params/reader/unit.h>

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdlib>
#include <string_view>

namespace lacuna::params {
namespace {
/** A decimal number as it was written: mantissa * 10^exponent. */
struct Decimal {
  std::string mantissa;
  int exponent = 0;
};

/** The double nearest to @p decimal; nothing when it is too large or too small for one. */
std::optional<double> nearest_double(const Decimal &decimal) {
  const std::string text = fmt::format("{}e{}", decimal.mantissa, decimal.exponent);
  double value = 0;
  const auto error = std::from_chars(text.data(), text.data() + text.size(), value).ec;
  return error == std::errc() ? std::optional(value) : std::nullopt;
}

/** Takes the number off the front of @p text; nothing unless it is finite. */
std::optional<Decimal> take_number(std::string_view &text) {
  if (text.size() > 1 && text[0] == '+' && text[1] != '-')
    text.remove_prefix(1);
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || !std::isfinite(value))
    return std::nullopt;
  const std::string_view number = text.substr(0, end - text.data());
  text.remove_prefix(number.size());

  const std::size_t e = std::min(number.find_first_of("eE"), number.size());
  Decimal decimal{std::string(number.substr(0, e))};
  const std::size_t digits = number.find_first_not_of("eE+", e);
  if (digits == std::string_view::npos)
    return decimal;
  const auto status = std::from_chars(number.data() + digits, end, decimal.exponent).ec;
  const bool moderate = std::abs(decimal.exponent) <= 1000;
  return status == std::errc() && moderate ? std::optional(decimal) : std::nullopt;
}

/** @p number of the unit written in @p unit_text; nothing when it has another dimension. */
std::optional<double> convert(Decimal number, std::string_view unit_text,
                              const Dimension &dimension) {
  const bool bare = unit_text.empty();
  const auto unit = bare ? Unit{1, 1, 0, dimension} : parse_unit(unit_text);
  if (!unit || unit->dimension != dimension)
    return std::nullopt;
  number.exponent += unit->decades;
  const auto scaled = nearest_double(number);
  if (!scaled || (bare && *scaled != 0 && dimension != dimensionless))
    return std::nullopt;
  const double value = *scaled * unit->numerator / unit->denominator;
  return std::isfinite(value) ? std::optional(value) : std::nullopt;
}

std::optional<double> try_parse(const std::string &text, const Dimension &dimension) {
  const std::string trimmed = trim(text);
  std::string_view rest = trimmed;
  const auto number = take_number(rest);
  return number ? convert(*number, rest, dimension) : std::nullopt;
}
} // namespace

double parse_quantity(const std::string &text, const Dimension &dimension) {
  const auto value = try_parse(text, dimension);
  if (!value)
    throw ValueError(expected_quantity(dimension));
  return *value;
}

std::vector<double> parse_quantities(const std::string &text, const Dimension &dimension,
                                     std::size_t count) {
  std::vector<double> values;
  for (const std::string &item : split(text, ',')) {
    const auto value = try_parse(item, dimension);
    if (!value)
      throw ValueError(expected_list(expected_quantity(dimension), count));
    values.push_back(*value);
  }
  if (count != 0 && values.size() != count)
    throw ValueError(expected_list(expected_quantity(dimension), count));
  return values;
}

std::string expected_quantity(const Dimension &dimension) {
  return fmt::format("{}{}, such as {}", name_with_article(dimension),
                     dimension == dimensionless ? "" : " with its unit",
                     describe(dimension).example);
}

std::string expected_list(const std::string &item, std::size_t count) {
  if (count == 0)
    return "values separated by commas, each " + item;
  if (count == 1)
    return item;
  return fmt::format("{} values separated by commas, each {}", count, item);
}
} // namespace lacuna::params
