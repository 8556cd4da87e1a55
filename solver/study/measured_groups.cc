// SPDX-License-Identifier: LGPL-2.1-or-later
#include <solver/study/measured_groups.h>

#include <params/reader/prm_file.h>
#include <solver/study/group_name.h>

#include <algorithm>

namespace lacuna::study {

namespace {

const std::string section = "Measured", key = "File";

} // namespace

void MeasuredParameters::declare(params::Registry &registry) {
  registry.section_changes(section, params::Changes::count);
  registry.file(section, key, file,
                "Table of a group's specimens that were measured, not computed, in Groups: \"set "
                "bench = Measured/File = bench.csv\"; a row a specimen, columns such as Specimen, "
                "Modulus (GPa), Strength (MPa), Porosity (%)");
}

void MeasuredParameters::check(const params::Registry &registry) const {
  if (!file.empty())
    registry.reject(section, key, "a file of one group: set NAME = Measured/File = FILE in Groups");
}

bool is_measured(const params::Entry &group) {
  const auto entries = group_overrides(group);
  return std::any_of(entries.begin(), entries.end(),
                     [](const params::Entry &entry) { return entry.section == section; });
}

MeasuredGroup measured_group(const params::Entry &group) {
  const std::vector<params::Entry> entries = group_overrides(group);
  if (entries.size() != 1)
    throw params::InputError(group, "Measured/File = FILE alone: a measured group has no geometry, "
                                    "nor anything else to compute");
  MeasuredParameters parameters;
  params::Registry registry;
  parameters.declare(registry);
  registry.read(entries);
  if (parameters.file.empty())
    throw params::InputError(group, "Measured/File = a table of specimens");
  return {group.key, parameters.file};
}

std::vector<MeasuredGroup> measured_groups(const std::string &study,
                                           const std::vector<std::string> &overrides) {
  std::vector<params::Entry> entries = params::read_prm_file(study);
  for (const std::string &text : overrides)
    entries.push_back(params::parse_override(text));
  std::vector<params::Entry> named;
  for (const params::Entry &entry : entries) {
    if (!names_group(entry))
      continue;
    const auto same = std::find_if(named.begin(), named.end(), [&](const params::Entry &other) {
      return other.key == entry.key;
    });
    if (same == named.end())
      named.push_back(entry);
    else
      *same = entry;
  }
  std::vector<MeasuredGroup> result;
  for (const params::Entry &group : named)
    if (is_measured(group))
      result.push_back(measured_group(group));
  return result;
}

} // namespace lacuna::study
