// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <params/reader/dimension.h>

#include <memory>
#include <string>
#include <vector>

namespace lacuna::params {

/** A named quantity that formulas may hold. */
struct QuantityVariable {
  std::string name;
  Dimension dimension;
};

/**
 * A formula of quantities with units, such as "d + gap", "max(0.8*d, 250 um)": muParser's functions
 * and operators on SI values.
 */
class QuantityFormula {
public:
  /** @throws ValueError where the text is no formula of these variables. */
  QuantityFormula(const std::string &text, const std::vector<QuantityVariable> &variables);

  /** Whether the formula holds this variable. */
  bool uses(const std::string &name) const;

  /**
   * The SI value where the variables have these SI values, in their order.
   *
   * @throws ValueError where that is not finite, or no quantity of @p dimension: a sum of a length
   * and a number, say, which would change with the unit of length.
   */
  double evaluate(const std::vector<double> &values, const Dimension &dimension) const;

private:
  struct Parser;
  std::shared_ptr<Parser> parser_;
};

} // namespace lacuna::params
