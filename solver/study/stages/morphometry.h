// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <solver/study/stages/stage.h>

namespace lacuna::study {

/** Geometry: files for other programs, and what micro-CT would measure. */
Stage morphometry_stage();

} // namespace lacuna::study
