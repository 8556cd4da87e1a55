// SPDX-License-Identifier: LGPL-2.1-or-later
#include <solver/batch/site.h>

#include <solver/study/sweep_sections.h>

namespace lacuna::batch {

namespace {
const std::string section = study::site_section;
} // namespace

params::Words<MemoryPer> words(MemoryPer) {
  return {{MemoryPer::node, "node"}, {MemoryPer::core, "core"}, {MemoryPer::none, "none"}};
}

void Site::declare(params::Registry &registry) {
  registry.section_changes(section, params::Changes::count);
  registry.text(section, "Partition", partition, "",
                "Partition or queue of the jobs; empty for the default one");
  registry.text(section, "Account", account, "", "Account that the time is booked on");
  registry.text(section, "Constraint", constraint, "",
                "Features that nodes must have, such as avx512");
  registry.text(section, "Options", options, "",
                "Further options of sbatch, such as --qos=long, separated by blanks");
  registry.integer(section, "Ranks", n_ranks, 1, 1, 100000, "Processes of a specimen or point");
  registry.integer(section, "Nodes", n_nodes, 1, 1, 100000,
                   "Nodes on which these run, the same number on each");
  registry.integer(section, "Elements at a time", at_a_time, 0, 0, 100000,
                   "Elements of an array that run at the same time; 0 for as many as there is "
                   "room for");
  registry.quantity(section, "Walltime limit", walltime_limit, params::time, "24 h", {"10 min", ""},
                    "Longest time that a job may ask for; what takes longer is interrupted and "
                    "queued again");
  registry.quantity(section, "Bundle", bundle, params::time, "10 min", {"0 s", ""},
                    "Specimens or points that take less run one after the other in one element "
                    "until they take so long");
  registry.quantity(section, "Warning", warning, params::time, "5 min", {"10 s", "1 h"},
                    "How long before the end of its time a job is asked to write its state");
  registry.choice(section, "Memory per", memory_per, MemoryPer::node,
                  "What memory is asked for by (--mem, --mem-per-cpu); none where a site allows "
                  "neither");
  registry.text(section, "Launcher", launcher, "mpirun -np RANKS",
                "What starts the processes of a specimen or point, where they are several; RANKS "
                "stands for their number");
  registry.text(section, "Prologue", prologue, "",
                "Commands of the shell before anything is started, such as module load "
                "openmpi/4.1; separated by semicolons");
}

void Site::check(const params::Registry &registry) const {
  if (n_ranks % n_nodes != 0)
    registry.reject(section, "Ranks", "a multiple of Nodes");
  if (n_ranks > 1 && launcher.find("RANKS") == std::string::npos)
    registry.reject(section, "Launcher", "a command with RANKS in the place of their number");
  if (warning >= 0.5 * walltime_limit)
    registry.reject(section, "Warning", "less than half of Walltime limit");
}

nlohmann::ordered_json Site::describe() const {
  return {{"partition", partition},
          {"account", account},
          {"constraint", constraint},
          {"options", options},
          {"launcher", launcher},
          {"prologue", prologue},
          {"ranks", n_ranks},
          {"nodes", n_nodes},
          {"at_a_time", at_a_time},
          {"memory_per", params::word(memory_per)},
          {"walltime_limit_s", walltime_limit},
          {"bundle_s", bundle},
          {"warning_s", warning}};
}

Site read_site(const std::vector<params::Entry> &entries) {
  std::vector<params::Entry> own;
  for (const params::Entry &entry : entries)
    if (entry.section == section && !entry.key.empty())
      own.push_back(entry);
  Site site;
  params::Registry registry;
  site.declare(registry);
  registry.read(own);
  site.check(registry);
  return site;
}

} // namespace lacuna::batch
