// SPDX-License-Identifier: LGPL-2.1-or-later
#include <params/reader/formula.h>

#include <params/reader/quantity.h>
#include <params/reader/text.h>

#include <fmt/format.h>
#include <muParser.h>

#include <cmath>
#include <stdexcept>

namespace lacuna::params {

struct Formula::Parser {
  mu::Parser parser;
  double x = 0., y = 0., z = 0., r = 0.;
};

Formula::Formula(const std::string &text) {
  if (text.empty())
    return;
  parser_ = std::make_shared<Parser>();
  try {
    parser_->parser.DefineVar("x", &parser_->x);
    parser_->parser.DefineVar("y", &parser_->y);
    parser_->parser.DefineVar("z", &parser_->z);
    parser_->parser.DefineVar("r", &parser_->r);
    parser_->parser.DefineConst("pi", M_PI);
    parser_->parser.SetExpr(text);
    parser_->parser.Eval();
  } catch (const mu::ParserError &error) {
    throw ValueError(fmt::format("a formula in x, y, z, r (mm): {}", error.GetMsg()));
  }
}

double Formula::operator()(double x, double y, double z) const {
  constexpr double per_mm = 1e3;
  parser_->x = per_mm * x;
  parser_->y = per_mm * y;
  parser_->z = per_mm * z;
  parser_->r = std::hypot(parser_->x, parser_->y);
  const double value = parser_->parser.Eval();
  if (!std::isfinite(value))
    throw std::invalid_argument(
        fmt::format("a number everywhere; {} is none at x, y, z = {:.4g}, {:.4g}, {:.4g} mm",
                    trim(parser_->parser.GetExpr()), parser_->x, parser_->y, parser_->z));
  return value;
}

} // namespace lacuna::params
