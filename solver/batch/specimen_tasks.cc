// SPDX-License-Identifier: LGPL-2.1-or-later
#include <solver/batch/specimen_tasks.h>

#include <solver/checkpoint/files.h>
#include <solver/study/sweep_sections.h>
#include <solver/study/version.h>
#include <solver/sweep/prm_text.h>

#include <fmt/format.h>

namespace lacuna::batch {

namespace {

/** What tells a specimen from one of the same name of an earlier batch. */
std::string identity(const study::Specimen &specimen) {
  return checkpoint::fingerprint(fmt::format("{}{}{}", study::lacuna_version,
                                             study::Study::resolved(specimen), specimen.refined));
}

} // namespace

nlohmann::ordered_json specimen_tasks(const study::Study &study, const study::Rates &rates) {
  study::Tasks tasks;
  tasks.mechanics = tasks.transport = true;
  study::Foreseen foreseen(rates);
  nlohmann::ordered_json result = nlohmann::ordered_json::array();
  for (const study::Specimen &specimen : study.specimens()) {
    const study::Demand demand = foreseen.demand(specimen, tasks);
    result.push_back({{"name", specimen.name},
                      {"group", specimen.group->name},
                      {"identity", identity(specimen)},
                      {"memory_B", demand.memory},
                      {"time_s", demand.time},
                      {"wave", specimen.refined ? 0 : 1}});
  }
  return result;
}

std::string study_text(const std::string &name, const std::vector<params::Entry> &entries) {
  std::vector<params::Entry> own;
  for (const params::Entry &entry : entries)
    if (entry.section != study::site_section)
      own.push_back(entry);
  return fmt::format("# {} as it was when its batch was planned.\n\n", name) +
         sweep::prm_text(sweep::made_portable(own, study::default_parameters().parameters()));
}

} // namespace lacuna::batch
