// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <functional>

namespace lacuna::morphometry {

/** Told the share of a piece of work that this rank has done, from 0 to 1; null tells nobody. */
using WorkDone = std::function<void(double)>;

} // namespace lacuna::morphometry
