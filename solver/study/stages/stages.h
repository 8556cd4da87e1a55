// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <solver/study/stages/stage.h>

#include <vector>

namespace lacuna::study {

/** All stages, in the order in which a specimen goes through them. */
const std::vector<Stage> &stages();

} // namespace lacuna::study
