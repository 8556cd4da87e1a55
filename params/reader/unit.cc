// SPDX-License-Identifier: LGPL-2.1-or-later
#include <params/reader/unit.h>

#include <algorithm>
#include <cctype>
#include <charconv>
#include <cmath>
#include <cstdlib>

namespace lacuna::params {
namespace {
struct Symbol {
  std::string_view text;
  Unit unit;
  bool takes_prefix;
};

constexpr double pi = 3.14159265358979323846;
constexpr double minute = 60, hour = 60 * minute, day = 24 * hour, week = 7 * day;

constexpr Symbol symbols[] = {
    {"m", {1, 1, 0, length}, true},
    {"g", {1, 1, -3, mass}, true},
    {"s", {1, 1, 0, time}, true},
    {"min", {minute, 1, 0, time}, false},
    {"h", {hour, 1, 0, time}, false},
    {"d", {day, 1, 0, time}, false},
    {"week", {week, 1, 0, time}, false},
    {"mol", {1, 1, 0, amount}, true},
    {"M", {1, 1, 3, concentration}, true},
    {"L", {1, 1, -3, volume}, true},
    {"Pa", {1, 1, 0, pressure}, true},
    {"N", {1, 1, 0, force}, true},
    {"J", {1, 1, 0, force *length}, true},
    {"Da", {1, 1, -3, molar_mass}, true},
    {"deg", {pi, 180, 0, angle}, false},
    {"rad", {1, 1, 0, angle}, true},
    {"%", {1, 1, -2, dimensionless}, false},
    {"1", {1, 1, 0, dimensionless}, false},
};

struct Prefix {
  std::string_view text;
  int decades;
};

constexpr Prefix prefixes[] = {
    {"a", -18},
    {"f", -15},
    {"p", -12},
    {"n", -9},
    {"u", -6},
    {"\u00b5", -6} /* micro sign */,
    {"\u03bc", -6} /* mu */,
    {"m", -3},
    {"c", -2},
    {"k", 3},
    {"M", 6},
    {"G", 9},
};

Unit product(const Unit &a, const Unit &b) {
  return {a.numerator * b.numerator, a.denominator * b.denominator, a.decades + b.decades,
          a.dimension * b.dimension};
}

Unit inverse(const Unit &a) {
  return {a.denominator, a.numerator, -a.decades, dimensionless / a.dimension};
}

/** Whether the exponents are those of a conceivable unit, far from the limits of an int. */
bool is_moderate(const Unit &unit) {
  constexpr int limit = 1000;
  const auto &halves = unit.dimension.halves;
  return std::abs(unit.decades) <= limit &&
         std::all_of(halves.begin(), halves.end(), [](int h) { return std::abs(h) <= limit; });
}

std::optional<Unit> power(const Unit &base, int exponent) {
  const Unit factor = exponent < 0 ? inverse(base) : base;
  Unit result;
  for (int i = 0; i < std::abs(exponent); ++i)
    result = product(result, factor);
  return is_moderate(result) ? std::optional(result) : std::nullopt;
}

std::optional<Unit> square_root(const Unit &unit) {
  const auto dimension = square_root(unit.dimension);
  if (!dimension)
    return std::nullopt;
  const int odd = unit.decades % 2;
  const double numerator = unit.numerator * (odd == 1 ? 10 : 1);
  const double denominator = unit.denominator * (odd == -1 ? 10 : 1);
  return Unit{std::sqrt(numerator), std::sqrt(denominator), (unit.decades - odd) / 2, *dimension};
}

std::optional<Unit> find_symbol(std::string_view text) {
  for (const auto &symbol : symbols)
    if (symbol.text == text)
      return symbol.unit;
  for (const auto &prefix : prefixes)
    for (const auto &symbol : symbols)
      if (symbol.takes_prefix && text.size() == prefix.text.size() + symbol.text.size() &&
          text.substr(0, prefix.text.size()) == prefix.text &&
          text.substr(prefix.text.size()) == symbol.text) {
        Unit unit = symbol.unit;
        unit.decades += prefix.decades;
        return unit;
      }
  return std::nullopt;
}

/** Recursive descent over one unit expression; each function returns nothing at a fault. */
class UnitParser {
public:
  explicit UnitParser(std::string_view text) : rest_(text) {}

  std::optional<Unit> parse() {
    const auto unit = parse_product();
    skip_blanks();
    return rest_.empty() ? unit : std::nullopt;
  }

private:
  std::optional<Unit> parse_product() {
    std::optional<Unit> result;
    if (take('/'))
      result = divide(Unit{}, parse_power());
    else
      result = parse_power();
    while (result) {
      if (take('*'))
        result = divide(*result, reciprocal(parse_power()));
      else if (take('/'))
        result = divide(*result, parse_power());
      else
        break;
    }
    return result;
  }

  std::optional<Unit> parse_power() {
    const auto base = parse_primary();
    if (!base || !take('^'))
      return base;
    const auto exponent = parse_exponent();
    if (!exponent)
      return std::nullopt;
    return power(*base, *exponent);
  }

  std::optional<Unit> parse_primary() {
    if (take('('))
      return parse_until_bracket();
    const std::string_view word = take_word();
    if (word != "sqrt")
      return find_symbol(word);
    if (!take('('))
      return std::nullopt;
    const auto radicand = parse_until_bracket();
    return radicand ? square_root(*radicand) : std::nullopt;
  }

  std::optional<Unit> parse_until_bracket() {
    const auto unit = parse_product();
    return take(')') ? unit : std::nullopt;
  }

  /** A whole number; powers beyond the ninth occur in no unit. */
  std::optional<int> parse_exponent() {
    constexpr int largest = 9;
    skip_blanks();
    if (!rest_.empty() && rest_.front() == '+')
      rest_.remove_prefix(1);
    int exponent = 0;
    const auto [end, error] = std::from_chars(rest_.data(), rest_.data() + rest_.size(), exponent);
    if (error != std::errc() || std::abs(exponent) > largest)
      return std::nullopt;
    rest_.remove_prefix(end - rest_.data());
    return exponent;
  }

  /** The letters ahead (any byte beyond ASCII counts as one), or a single "%" or "1". */
  std::string_view take_word() {
    skip_blanks();
    std::size_t size = 0;
    while (size < rest_.size() && is_letter(rest_[size]))
      ++size;
    if (size == 0 && !rest_.empty() && (rest_.front() == '%' || rest_.front() == '1'))
      size = 1;
    const std::string_view word = rest_.substr(0, size);
    rest_.remove_prefix(size);
    return word;
  }

  bool take(char expected) {
    skip_blanks();
    if (rest_.empty() || rest_.front() != expected)
      return false;
    rest_.remove_prefix(1);
    return true;
  }

  void skip_blanks() {
    while (!rest_.empty() && std::isspace(static_cast<unsigned char>(rest_.front())))
      rest_.remove_prefix(1);
  }

  static bool is_letter(char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte >= 0x80 || std::isalpha(byte);
  }

  static std::optional<Unit> reciprocal(const std::optional<Unit> &unit) {
    return unit ? std::optional<Unit>(inverse(*unit)) : std::nullopt;
  }

  static std::optional<Unit> divide(const Unit &numerator, const std::optional<Unit> &denominator) {
    return denominator ? std::optional<Unit>(product(numerator, inverse(*denominator)))
                       : std::nullopt;
  }

  std::string_view rest_;
};
} // namespace

std::optional<Unit> parse_unit(std::string_view text) {
  constexpr std::size_t longest = 128; // bounds the depth of brackets
  return text.size() <= longest ? UnitParser(text).parse() : std::nullopt;
}
} // namespace lacuna::params
