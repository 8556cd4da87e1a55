// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <solver/study/stages/stage.h>

namespace lacuna::study {

/** Stiffness of a periodic cell. */
Stage stiffness_stage();

/** Relative diffusivity of its pores. */
Stage diffusivity_stage();

} // namespace lacuna::study
