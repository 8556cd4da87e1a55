// SPDX-License-Identifier: LGPL-2.1-or-later
#include <solver/study/stages/stages.h>

#include <solver/study/stages/collapse.h>
#include <solver/study/stages/compression.h>
#include <solver/study/stages/homogenization.h>
#include <solver/study/stages/morphometry.h>
#include <solver/study/stages/regeneration.h>
#include <solver/study/stages/release.h>

namespace lacuna::study {

const std::vector<Stage> &stages() {
  static const std::vector<Stage> all = {
      morphometry_stage(), compression_stage(),  first_grid_stage(), collapse_stage(),
      release_stage(),     regeneration_stage(), stiffness_stage(),  diffusivity_stage()};
  return all;
}

} // namespace lacuna::study
