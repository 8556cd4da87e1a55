// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <solver/study/stages/stage.h>

namespace lacuna::study {

/** The strength by a test to collapse, in the place of that at the first crack. */
Stage collapse_stage();

} // namespace lacuna::study
