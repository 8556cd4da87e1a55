// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

namespace lacuna::adaptivity {

/** A value with its numerical error bar, of the same unit. */
struct Value {
  double value, error;
};

} // namespace lacuna::adaptivity
