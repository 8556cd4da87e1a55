// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <functional>
#include <string>

namespace lacuna::geometry {

/** Told in a line each what was found in a file or changed, for the log. */
using Note = std::function<void(const std::string &)>;

} // namespace lacuna::geometry
