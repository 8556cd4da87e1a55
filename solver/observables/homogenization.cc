// SPDX-License-Identifier: LGPL-2.1-or-later
#include <solver/mechanics/engineering_constants.h>
#include <solver/observables/homogenization.h>

#include <fmt/format.h>

#include <cmath>
#include <functional>
#include <limits>

namespace lacuna::observables {

using adaptivity::AdaptiveTensor;
using adaptivity::Matrix;

namespace {

constexpr const char *axes[] = {"x", "y", "z"};
constexpr const char *pairs[] = {"xx", "yy", "zz", "yz", "xz", "xy"};

/** A quantity without unit, and columns `name` and `name_error`. */
void set_number(const std::string &path, const std::string &name, const adaptivity::Value &value,
                Record &record) {
  record.set(path + "/" + name + "/value", name, value.value);
  record.set(path + "/" + name + "/error", name + "_error", value.error);
}

/** The constants of a stiffness, or NaN where it has none. */
mechanics::EngineeringConstants constants_of(const Matrix &stiffness, double scale) {
  if (mechanics::bears_every_load(stiffness, scale))
    return mechanics::engineering_constants(stiffness);
  constexpr double unknown = std::numeric_limits<double>::quiet_NaN();
  return {{unknown, unknown, unknown},
          {unknown, unknown, unknown},
          {unknown, unknown, unknown, unknown, unknown, unknown},
          unknown,
          unknown};
}

/** Each entry as a key; those on and above the diagonal have the column(i, j), too, if any. */
void set_tensor(const std::string &path, const Matrix &tensor, Record &record,
                const std::function<std::string(unsigned int, unsigned int)> &column = {}) {
  for (unsigned int i = 0; i < tensor.m(); ++i)
    for (unsigned int j = 0; j < tensor.n(); ++j) {
      const std::string entry = fmt::format("{}/{}/{}", path, i, j);
      if (column && i <= j)
        record.set(entry, column(i, j), tensor(i, j));
      else
        record.set_key(entry, tensor(i, j));
    }
}

} // namespace

void observe_stiffness(const AdaptiveTensor &stiffness, Record &record) {
  set_tensor("/mechanics/stiffness_Pa", stiffness.value(), record,
             [](auto i, auto j) { return fmt::format("stiffness_{}_{}_Pa", pairs[i], pairs[j]); });
  set_tensor("/mechanics/stiffness_error_Pa", stiffness.error(), record);
  const auto limit = constants_of(stiffness.value(), stiffness.scale()),
             last = constants_of(stiffness.passes().back().tensor, stiffness.scale());
  const bool one_grid = stiffness.passes().size() == 1;
  const auto with_error = [&](double value, double of_last) -> adaptivity::Value {
    return {value, one_grid ? std::nan("") : std::abs(value - of_last)};
  };
  for (unsigned int i = 0; i < 3; ++i)
    record.set("/mechanics", fmt::format("youngs_modulus_{}", axes[i]), "Pa",
               with_error(limit.youngs_modulus[i], last.youngs_modulus[i]));
  for (unsigned int i = 0; i < 3; ++i)
    record.set("/mechanics", fmt::format("shear_modulus_{}", pairs[3 + i]), "Pa",
               with_error(limit.shear_modulus[i], last.shear_modulus[i]));
  constexpr const char *ratios[] = {"xy", "xz", "yx", "yz", "zx", "zy"};
  for (unsigned int i = 0; i < 6; ++i)
    set_number("/mechanics", fmt::format("poissons_ratio_{}", ratios[i]),
               with_error(limit.poissons_ratio[i], last.poissons_ratio[i]), record);
  record.set("/mechanics", "bulk_modulus", "Pa", with_error(limit.bulk_modulus, last.bulk_modulus));
  set_number("/mechanics", "zener_ratio", with_error(limit.zener_ratio, last.zener_ratio), record);
}

void observe_diffusivity(const AdaptiveTensor &relative, double diffusivity, Record &record) {
  set_tensor("/transport/relative_diffusivity", relative.value(), record, [](auto i, auto j) {
    return fmt::format("relative_diffusivity_{}{}", axes[i], axes[j]);
  });
  set_tensor("/transport/relative_diffusivity_error", relative.error(), record);
  if (!std::isnan(diffusivity)) {
    Matrix effective = relative.value();
    effective *= diffusivity;
    set_tensor("/transport/effective_diffusivity_m2_per_s", effective, record);
  }
}

} // namespace lacuna::observables
