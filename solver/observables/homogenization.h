// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <solver/adaptivity/adaptive_tensor.h>
#include <solver/observables/record.h>

#include <string>

namespace lacuna::observables {

/**
 * Effective stiffness (Pa) with its error and the engineering constants, whose errors are their
 * distances from those of the last grid. The constants are null where the solid does not bear every
 * load.
 */
void observe_stiffness(const adaptivity::AdaptiveTensor &stiffness, Record &record);

/** @param diffusivity Of a factor in the fluid (m²/s), or NaN for none. */
void observe_diffusivity(const adaptivity::AdaptiveTensor &relative, double diffusivity,
                         Record &record);

} // namespace lacuna::observables
