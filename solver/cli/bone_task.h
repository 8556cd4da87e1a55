// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <solver/study/study.h>

#include <nlohmann/json.hpp>

namespace lacuna::cli {

/** What a fit of new bone to measured bone volumes is asked for on the command line. */
struct BoneOptions {
  /** A table; keys of section Regeneration, none for those that are usual; groups left out. */
  std::string measured;
  std::vector<std::string> fit, predict;
  std::string cell_size = "100 um";
};

/** What reading the measurements has to know of the study. Throws params::InputError where no group
 * asks for new bone. */
nlohmann::ordered_json bone_measurements(const BoneOptions &options, const std::string &file,
                                         const study::Study &study);

/**
 * Adds to that what the fit has to know: the first specimen of each measured group as a study of
 * its own, and of each rate its unit, the study's value, a start and bounds (SI units). Throws
 * params::InputError where a rate is none, or differs from group to group.
 *
 * @param overrides Of the study, as on the command line. @param measured `groups` and `end_s`, the
 * last time.
 */
void add_bone_fit(nlohmann::ordered_json &task, const BoneOptions &options,
                  std::vector<std::string> overrides, const nlohmann::json &measured);

} // namespace lacuna::cli
