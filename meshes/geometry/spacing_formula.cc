// SPDX-License-Identifier: LGPL-2.1-or-later
#include <meshes/geometry/spacing_formula.h>

#include <fmt/format.h>
#include <muParser.h>

#include <cmath>
#include <stdexcept>

namespace lacuna::geometry {

namespace {

constexpr double millimetre = 1e-3;

} // namespace

SpacingFormula::SpacingFormula(const std::string &text)
    : text_(text), parser_(std::make_unique<mu::Parser>()) {
  const std::array<const char *, 4> names = {"x", "y", "z", "r"};
  for (std::size_t i = 0; i < names.size(); ++i)
    parser_->DefineVar(names[i], &variables_[i]);
  parser_->SetExpr(text);
  try {
    parser_->Eval();
  } catch (const mu::Parser::exception_type &error) {
    throw std::invalid_argument(
        fmt::format("a formula in x, y, z, r (mm), such as 1 + 0.1*r; {}", error.GetMsg()));
  }
}

SpacingFormula::~SpacingFormula() = default;

double SpacingFormula::operator()(double x, double y, double z) const {
  variables_ = {x / millimetre, y / millimetre, z / millimetre, std::hypot(x, y) / millimetre};
  const double value = parser_->Eval();
  if (!(value > 0 && std::isfinite(value)))
    throw std::invalid_argument(fmt::format(
        "a positive factor everywhere; it is {:.4g} at x, y, z = {:.4g}, {:.4g}, {:.4g} mm", value,
        variables_[0], variables_[1], variables_[2]));
  return value;
}

} // namespace lacuna::geometry
