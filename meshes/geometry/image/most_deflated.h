// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

namespace lacuna::geometry {

/** How many times as long as compressed bytes what they hold is at the most: zlib's limit. */
inline constexpr double most_deflated = 1032.;

} // namespace lacuna::geometry
