// SPDX-License-Identifier: LGPL-2.1-or-later
#include <params/reader/quantity_formula.h>

#include <params/reader/quantity.h>
#include <params/reader/unit.h>

#include <fmt/format.h>
#include <muParser.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <regex>

namespace lacuna::params {

namespace {

/** How many of the present base units are in another one: of m, kg, s, mol and rad. */
using Scales = std::array<double, 5>;

/**
 * Far apart in either direction, and no power of each other: a formula whose result follows all of
 * them as a quantity does, whichever branch of max() or ?: they take it to, is one.
 */
constexpr Scales units[] = {{1., 1., 1., 1., 1.},
                            {3.1e4, 7.3e3, 2.3e5, 5.9e4, 1.1e3},
                            {1. / 2.9e4, 1. / 6.7e3, 1. / 2.1e5, 1. / 5.3e4, 1. / 1.3e3}};

double factor(const Scales &scales, const Dimension &dimension) {
  double result = 1.;
  for (std::size_t i = 0; i < scales.size(); ++i)
    result *= std::pow(scales[i], 0.5 * dimension.halves[i]);
  return result;
}

} // namespace

struct QuantityFormula::Parser {
  mu::Parser parser;
  std::vector<QuantityVariable> variables; ///< those of the caller, then the formula's quantities
  std::vector<double> values;              ///< SI; the parser's variables, in the present units
  std::vector<double> constants;           ///< SI, of the formula's quantities

  /** Names the formula's quantities: "2*d + 50 um" becomes "2*d + _1". */
  std::string with_names(const std::string &text);
};

std::string QuantityFormula::Parser::with_names(const std::string &text) {
  static const std::regex quantity(
      R"((^|[^\w.])(\d+\.?\d*(?:[eE][+-]?\d+)?|\.\d+(?:[eE][+-]?\d+)?)\s*((?:[A-Za-z%]|[^\x01-\x7f])[^\s+\-*/^(),<>=!&|?:]*(?:\^-?\d+)?))");
  const std::size_t n_named = variables.size();
  std::string result;
  auto rest = text.cbegin();
  for (std::sregex_iterator match(text.begin(), text.end(), quantity), end; match != end; ++match) {
    const std::string number = (*match)[2], word = (*match)[3];
    for (std::size_t i = 0; i < n_named; ++i)
      if (variables[i].name == word)
        throw ValueError(fmt::format("a formula; write {}*{} for a product", number, word));
    const auto unit = parse_unit(word);
    if (!unit)
      continue;
    variables.push_back({fmt::format("_{}", constants.size() + 1), unit->dimension});
    constants.push_back(parse_quantity(number + " " + word, unit->dimension));
    result.append(rest, (*match)[2].first).append(variables.back().name);
    rest = (*match)[0].second;
  }
  return result.append(rest, text.cend());
}

QuantityFormula::QuantityFormula(const std::string &text,
                                 const std::vector<QuantityVariable> &variables)
    : parser_(std::make_shared<Parser>()) {
  parser_->variables = variables;
  const std::string formula = parser_->with_names(text);
  parser_->values.assign(parser_->variables.size(), 1.);
  try {
    for (std::size_t i = 0; i < parser_->values.size(); ++i)
      parser_->parser.DefineVar(parser_->variables[i].name, &parser_->values[i]);
    parser_->parser.DefineConst("pi", M_PI);
    parser_->parser.SetExpr(formula);
    parser_->parser.Eval();
  } catch (const mu::ParserError &error) {
    throw ValueError(fmt::format("a formula of the variables: {}", error.GetMsg()));
  }
}

bool QuantityFormula::uses(const std::string &name) const {
  const auto &used = parser_->parser.GetUsedVar();
  return used.find(name) != used.end();
}

double QuantityFormula::evaluate(const std::vector<double> &values,
                                 const Dimension &dimension) const {
  std::vector<double> all = values;
  all.insert(all.end(), parser_->constants.begin(), parser_->constants.end());
  double result = 0.;
  for (const Scales &scales : units) {
    for (std::size_t i = 0; i < all.size(); ++i)
      parser_->values[i] = all[i] * factor(scales, parser_->variables[i].dimension);
    const double scaled = parser_->parser.Eval();
    if (!std::isfinite(scaled))
      throw ValueError(fmt::format("a finite value of {}", parser_->parser.GetExpr()));
    if (&scales == units)
      result = scaled;
    const double expected = result * factor(scales, dimension);
    if (std::abs(scaled - expected) > 1e-9 * std::max(std::abs(scaled), std::abs(expected)))
      throw ValueError(name_with_article(dimension) + ", whatever the units");
  }
  return result;
}

} // namespace lacuna::params
