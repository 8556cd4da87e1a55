// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <solver/study/foreseen.h>
#include <solver/study/study.h>

#include <nlohmann/json.hpp>

#include <string>
#include <vector>

namespace lacuna::batch {

/**
 * The specimens of a study that is compared: name, group, identity, memory (B) and time (s) of each
 * on one process, as `lacuna check` foresees them, and its wave: those that correct others come in
 * an earlier one. @throws params::InputError where a specimen cannot be drawn.
 */
nlohmann::ordered_json specimen_tasks(const study::Study &study, const study::Rates &rates);

/** The study of these entries, without its Site, as a file that means the same anywhere. */
std::string study_text(const std::string &name, const std::vector<params::Entry> &entries);

} // namespace lacuna::batch
