// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <solver/study/stages/stage.h>

namespace lacuna::study {

/** New bone over weeks, after the release that doses its cells. */
Stage regeneration_stage();

} // namespace lacuna::study
