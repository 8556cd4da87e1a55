// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <solver/study/stages/stage.h>

namespace lacuna::study {

/** Factors in time. */
Stage release_stage();

} // namespace lacuna::study
