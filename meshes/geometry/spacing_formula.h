// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <array>
#include <memory>
#include <string>

namespace mu {
class Parser;
}

namespace lacuna::geometry {

/**
 * By how much the spacing of strands is stretched at a place: a formula of x, y, z and
 * r = √(x² + y²), all in mm of the sintered specimen.
 */
class SpacingFormula {
public:
  /** @throws std::invalid_argument, in words for a user, where muParser cannot read the text. */
  explicit SpacingFormula(const std::string &text);
  ~SpacingFormula();
  SpacingFormula(const SpacingFormula &) = delete;
  SpacingFormula &operator=(const SpacingFormula &) = delete;

  /** At x, y, z in m. @throws std::invalid_argument unless it is a positive number. */
  double operator()(double x, double y, double z) const;

  /** Whether the text is the number one, which leaves the spacing as it is. */
  static bool is_one(const std::string &text) { return text == "1"; }

private:
  std::string text_;
  mutable std::array<double, 4> variables_{};
  std::unique_ptr<mu::Parser> parser_;
};

} // namespace lacuna::geometry
