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
#include <solver/cli/search.h>
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
  SearchNumbers numbers; // of a search alone
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

/** Writes the study as it is now into a batch's folder; where it is there. */
std::string keep_study(const std::string &folder, const std::string &name,
                       const std::vector<params::Entry> &entries) {
  fs::create_directories(folder + "/batch");
  const std::string path = "batch/" + name + ".prm";
  files::write_text(folder + "/" + path, batch::study_text(name, entries));
  return path;
}

int submit(const BatchOptions &options, const std::string &folder) {
  std::vector<std::string> words = {"batch", folder, "--on", options.on};
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

/**
 * Has the next points of a search run; here, those that follow, too, until all is done.
 *
 * @param known The batch, whose study and numbers are those of the search.
 */
int search_on(BatchOptions options, const std::string &folder, ordered_json known) {
  options.study = folder + "/" + known.at("study").get<std::string>();
  options.set.clear(); // they are in the study, or in the site
  Search search(options, known.at("search"));
  while (const auto step = search.plan_next(folder)) {
    if (step->is_again)
      return 1;
    known.update({{"part", step->part}, {"step", step->description}, {"ended", false}});
    write(folder, known);
    const int code = submit(options, folder);
    if (options.on != "here" || options.dry_run || code != 0)
      return code;
  }
  known.update({{"step", "all rounds have ended"}, {"ended", true}});
  write(folder, known);
  return postprocess({"collect", "--report", "--", folder});
}

/** The batch of a folder from before, with another site or numbers where they are told. */
int submit_again(const BatchOptions &options) {
  const std::string &folder = options.study;
  const study::OutputFolder locked(MPI_COMM_WORLD, folder);
  const std::string text = checkpoint::read_file(folder + batch_file);
  const bool is_sweep = fs::exists(folder + "/plan.json");
  if (text.empty() && fs::exists(folder + "/rounds"))
    params::refuse_file(folder, "a search that is no batch",
                        "its study and --budget, with --output " + folder);
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
  const bool is_search = known["kind"] == "optimize";
  if (!is_search && !options.numbers.given.empty())
    params::refuse_file(folder, "no search", "that of one where --budget and the like are told");
  if (is_search) {
    known["search"] = options.numbers.over(known["search"]);
    return search_on(options, folder, known);
  }
  write(folder, known);
  return submit(options, folder);
}

int submit_search(BatchOptions &options, const std::vector<params::Entry> &entries,
                  const batch::Site &site) {
  options.resume = true;
  const Search search(options, options.numbers.over()); // before anything is written
  const auto folder = options.folder("results/" + options.name() + "-optimize");
  refuse_other_points(options, sweep::Plan(folder.path(), search.space()), folder.path());
  ordered_json known = document("optimize", options.name(), site);
  known["study"] = keep_study(folder.path(), options.name(), entries);
  known["search"] = options.numbers.over();
  return search_on(options, folder.path(), known);
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
  known["study"] = keep_study(folder.path(), study.name(), entries);
  known["specimens"] = batch::specimen_tasks(study, study::rates_here(MPI_COMM_WORLD));
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
  if (options.numbers.given.count("budget") > 0)
    return submit_search(options, entries, site);
  if (!options.numbers.given.empty())
    throw params::ValueError("--budget, too, where a design space is searched");
  return is_sweep ? submit_sweep(options, site) : submit_comparison(options, entries, site);
}

} // namespace

Command add_batch(CLI::App &app) {
  auto options = std::make_shared<BatchOptions>();
  app.add_option("study", options->study,
                 "Parameter file of a study to compare, sweep or, with --budget, search; or the "
                 "folder of a batch or sweep")
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
  options->numbers.declare(app);
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
