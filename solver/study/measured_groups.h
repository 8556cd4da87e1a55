// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <params/reader/registry.h>

#include <string>
#include <vector>

namespace lacuna::study {

/** Where the specimens of a group come from if they are not computed. */
struct MeasuredParameters {
  /** Empty where they are computed. */
  std::string file;

  void declare(params::Registry &registry);
  /** Refuses a file that is not of one group alone. */
  void check(const params::Registry &registry) const;
};

/** A group whose specimens were measured: they stand in the report beside those computed. */
struct MeasuredGroup {
  std::string name;
  /** A table as measured_groups.py of the report reads it. */
  std::string file;
};

/** Whether a group is a table of measured specimens: nothing of it is computed. */
bool is_measured(const params::Entry &group);

/** @throws params::InputError where it is more than its table, or there is no such file. */
MeasuredGroup measured_group(const params::Entry &group);

/**
 * The measured groups of a study with its overrides, in their order.
 *
 * @throws params::InputError as measured_group().
 */
std::vector<MeasuredGroup> measured_groups(const std::string &study,
                                           const std::vector<std::string> &overrides);

} // namespace lacuna::study
