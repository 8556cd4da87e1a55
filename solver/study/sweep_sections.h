// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <params/reader/input_error.h>

#include <string>

namespace lacuna::study {

/** Sections of a study that say which points of a design space to run, and what is wanted there. */
inline const std::string sweep_section = "Sweep", variables_section = "Sweep/Variables",
                         apply_section = "Sweep/Apply", goals_section = "Goals";

/** Where and how a cluster runs them. */
inline const std::string site_section = "Site";

/** Whether an entry says nothing of specimens: a command that runs them passes it over. */
inline bool is_of_sweep(const params::Entry &entry) {
  return entry.section == site_section || entry.section == sweep_section ||
         entry.section == goals_section ||
         entry.section.compare(0, sweep_section.size() + 1, sweep_section + "/") == 0;
}

} // namespace lacuna::study
