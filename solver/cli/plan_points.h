// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <solver/cli/point_options.h>

namespace lacuna::cli {

/**
 * Checks every point of a sweep, says what they take, and writes the plan into its folder.
 *
 * @param plans_only Where nothing is to be run: each point is listed, and a plan whose points were
 *   begun stays as it is.
 */
void plan_points(const PointOptions &options, const sweep::DesignSpace &space,
                 const std::string &folder, bool plans_only);

} // namespace lacuna::cli
