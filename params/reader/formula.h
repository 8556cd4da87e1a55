// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <memory>
#include <string>

namespace lacuna::params {

/**
 * A formula of the place: x, y, z and r = √(x² + y²), in mm, with muParser's functions and
 * operators: "0.4 + 0.3*(r > 2)", "z < 3 ? 1 : 1.5".
 */
class Formula {
public:
  Formula() = default;

  /** No formula where the text is empty. @throws ValueError where it cannot be evaluated. */
  explicit Formula(const std::string &text);

  explicit operator bool() const { return parser_ != nullptr; }

  /**
   * The value at a place given in m.
   * @throws std::invalid_argument, in words for a user, where it is not a number.
   */
  double operator()(double x, double y, double z) const;

private:
  struct Parser;
  std::shared_ptr<Parser> parser_;
};

} // namespace lacuna::params
