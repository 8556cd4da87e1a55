// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <solver/sweep/design_space.h>

#include <nlohmann/json.hpp>

namespace lacuna::sweep {

/**
 * The variables, each with its name and column, and its range in its unit or its levels; of
 * quantities `si` has the ends of the range, or the levels, in SI units.
 */
nlohmann::ordered_json describe_variables(const DesignSpace &space);

/**
 * What `sample` of postprocess has to know to lay points into a design space: method, number of
 * points, levels of a grid, seed, and the variables with their ranges in their units or levels.
 *
 * @throws params::InputError where there would be too few points for the method, or too many.
 */
nlohmann::ordered_json sampling_task(const DesignSpace &space);

} // namespace lacuna::sweep
