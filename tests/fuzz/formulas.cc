// SPDX-License-Identifier: LGPL-2.1-or-later
//
// A formula, at places within a scaffold and at its axis, and the same text as quantities.
#include <params/reader/formula.h>
#include <params/reader/quantity.h>
#include <tests/fuzz/input.h>

#include <cmath>

namespace {

using namespace lacuna;

void evaluate(const std::string &text) {
  try {
    const params::Formula formula(text);
    const double places[][3] = {{0., 0., 0.}, {1e-3, -2e-3, 3e-3}, {-1e-6, 5e-2, 0.}};
    for (const auto &[x, y, z] : places)
      if (formula && !std::isfinite(formula(x, y, z)))
        fuzz::report("a formula that is no number was evaluated");
  } catch (const params::ValueError &) {
  } catch (const std::invalid_argument &) {
  }
}

void read_quantities(const std::string &text) {
  for (const auto &dimension : {params::dimensionless, params::length, params::toughness,
                                params::association_rate, params::angle})
    try {
      for (const double value : params::parse_quantities(text, dimension))
        if (!std::isfinite(value))
          fuzz::report("a quantity that is no number was read");
    } catch (const params::ValueError &) {
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size) {
  const std::string text(reinterpret_cast<const char *>(data), size);
  evaluate(text);
  read_quantities(text);
  return 0;
}
