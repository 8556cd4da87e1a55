// SPDX-License-Identifier: LGPL-2.1-or-later
#include <meshes/files/whole_file.h>
#include <meshes/geometry/files/free_memory.h>
#include <params/reader/quantity.h>
#include <solver/batch/site.h>
#include <solver/batch/specimen_tasks.h>
#include <solver/checkpoint/files.h>
#include <solver/cli/collect.h>
#include <solver/cli/measured_tables.h>
#include <solver/cli/plan_points.h>
#include <solver/cli/postprocess.h>
#include <solver/study/rates.h>
#include <solver/study/study_entries.h>
#include <solver/study/sweep_sections.h>

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <memory>
#include <optional>

#include <unistd.h>

namespace lacuna::cli {

namespace {

namespace fs = std::filesystem;
using nlohmann::ordered_json;

const char *const batch_file = "/batch/batch.json";

struct BatchOptions : PointOptions {
  std::string on, site;
  bool dry_run = false;
};

/** The site of a study's own section, of the site's file, and of the command line. */
batch::Site read_site(const BatchOptions &options, std::vector<params::Entry> entries) {
  if (!options.site.empty()) {
    const auto of_site = params::read_prm_file(options.site);
    entries.insert(entries.end(), of_site.begin(), of_site.end());
  }
  for (const std::string &text : options.set)
    entries.push_back(params::parse_override(text));
  return batch::read_site(entries);
}

/** What is known of a batch whatever it runs. */
ordered_json document(const char *kind, const std::string &name, const batch::Site &site) {
  return {{"kind", kind},
          {"name", name},
          {"executable", fs::read_symlink("/proc/self/exe").string()},
          {"free_memory_B", geometry::free_memory_of_machine()},
          {"site", site.describe()}};
}

void write(const std::string &folder, const ordered_json &document) {
  fs::create_directories(folder + "/batch");
  files::write_text(folder + batch_file, document.dump(1) + "\n");
}

int submit(const BatchOptions &options, const std::string &folder) {
  std::vector<std::string> words = {"batch",    folder,     "--on",
                                    options.on, "--parent", std::to_string(::getpid())};
  if (options.jobs > 0)
    words.insert(words.end(), {"--jobs", std::to_string(options.jobs)});
  if (options.dry_run)
    words.push_back("--dry-run");
  if (options.quiet)
    words.push_back("--quiet");
  const int code = drive(words);
  // A last job gathers elsewhere; here this run has the folder's lock.
  const bool gathers = code == 0 && options.on == "here" && !options.dry_run;
  const std::string study = gathers ? compared_study(folder) : "";
  return study.empty() ? code : gather(folder, study);
}

/** The batch of a folder from before, with another site where one is told. */
int submit_again(const BatchOptions &options) {
  const std::string &folder = options.study;
  const study::OutputFolder locked(MPI_COMM_WORLD, folder);
  const std::string text = checkpoint::read_file(folder + batch_file);
  const bool is_sweep = fs::exists(folder + "/plan.json");
  if (text.empty() && !is_sweep)
    params::refuse_file(folder, "neither a batch nor a sweep",
                        "a folder that lacuna batch or lacuna sweep --plan wrote, or a study");
  ordered_json known = text.empty() ? ordered_json() : ordered_json::parse(text, nullptr, false);
  if (known.is_discarded() || (!text.empty() && !known.contains("site")))
    params::refuse_file(folder + batch_file, "damaged", "what lacuna batch wrote");
  if (known.is_null())
    known = document("sweep", fs::canonical(folder).filename().string(), read_site(options, {}));
  else if (!options.site.empty() || !options.set.empty())
    known["site"] = read_site(options, {}).describe();
  known["executable"] = fs::read_symlink("/proc/self/exe").string();
  write(folder, known);
  return submit(options, folder);
}

int submit_sweep(BatchOptions &options, const batch::Site &site) {
  options.resume = true;
  const sweep::DesignSpace space = options.read_space();
  const auto folder = options.folder("results/" + options.name() + "-sweep");
  plan_points(options, space, folder.path(), false);
  write(folder.path(), document("sweep", options.name(), site));
  return submit(options, folder.path());
}

int submit_comparison(const BatchOptions &options, const std::vector<params::Entry> &entries,
                      const batch::Site &site) {
  const study::Study study(options.study, entries);
  study.require_specimens();
  const auto measured = study::measured_groups(options.study, options.set);
  const auto folder = options.folder("results/" + study.name());
  if (const int code = keep_measured(measured, folder.path()); code != 0)
    return code;
  ordered_json known = document("compare", study.name(), site);
  known["study"] = "batch/" + study.name() + ".prm";
  known["specimens"] = batch::specimen_tasks(study, study::rates_here(MPI_COMM_WORLD));
  fs::create_directories(folder.path() + "/batch");
  files::write_text(fmt::format("{}/batch/{}.prm", folder.path(), study.name()),
                    batch::study_text(study, entries));
  write(folder.path(), known);
  return submit(options, folder.path());
}

int run_batch(BatchOptions &options) {
  require_one_process();
  std::error_code error;
  if (fs::is_directory(options.study, error))
    return submit_again(options);
  const std::vector<params::Entry> entries = study::read_entries(options.study, options.set);
  const batch::Site site = read_site(options, entries);
  const bool is_sweep = std::any_of(entries.begin(), entries.end(), [](const auto &entry) {
    return entry.section == study::variables_section;
  });
  return is_sweep ? submit_sweep(options, site) : submit_comparison(options, entries, site);
}

} // namespace

Command add_batch(CLI::App &app) {
  auto options = std::make_shared<BatchOptions>();
  app.add_option("study", options->study,
                 "Parameter file of a study to compare or sweep, or the folder of a batch or sweep")
      ->required();
  app.add_option("--on", options->on,
                 "slurm; here, as many at a time as cores and memory allow; or script, for another "
                 "scheduler")
      ->required()
      ->check(CLI::IsMember({"slurm", "here", "script"}));
  app.add_option("--site", options->site, "Parameter file with section Site");
  app.add_option("--set", options->set, "Set a parameter: \"Section/Key=value\" (repeatable)")
      ->allow_extra_args(false);
  app.add_option("--output", options->output, "Folder for results (default: results/STUDY…)");
  app.add_option("--jobs", options->jobs, "Specimens or points at a time, here")
      ->check(CLI::PositiveNumber);
  app.add_flag("--dry-run", options->dry_run, "Write the files and say what would be submitted");
  app.add_flag("--quiet", options->quiet, "Say warnings only");
  return [options] { return run_batch(*options); };
}

Command add_status(CLI::App &app) {
  auto folder = std::make_shared<std::string>();
  app.add_option("folder", *folder, "Folder of a batch")->required();
  return [folder] {
    require_one_process();
    return postprocess({"status", "--", *folder});
  };
}

} // namespace lacuna::cli
