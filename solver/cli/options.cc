// SPDX-License-Identifier: LGPL-2.1-or-later
#include <solver/cli/options.h>

#include <meshes/files/is_root.h>
#include <params/reader/quantity.h>
#include <params/reader/shared_folder.h>

#include <deal.II/base/mpi.h>

#include <fmt/format.h>

#include <filesystem>
#include <memory>

namespace lacuna::cli {

namespace {

/** The study of that name or, where there is none here, the one that goes with the program. */
std::string find_study(const std::string &name) {
  const bool is_bare = !std::filesystem::path(name).has_parent_path();
  const std::string path = params::or_shared(name, is_bare ? "studies/" + name : "");
  if (path != name && files::is_root())
    fmt::print(stderr, "lacuna: {} is not here; taken from {}\n", name, path);
  return path;
}

} // namespace

void StudyOptions::declare(CLI::App &command) {
  command.add_option("study", study, "Parameter file of the study")
      ->required()
      ->transform(find_study);
  command.add_option("--set", set, "Set a parameter: \"Section/Key=value\" (repeatable)")
      ->allow_extra_args(false);
  command.add_option("--output", output, "Folder for results (default: results/STUDY…)");
  command.add_flag("--resume", resume, "Keep specimens that are done and whose input is the same");
  command
      .add_option("--expect-ranks", expected_ranks,
                  "End at once where the launcher did not start so many processes as one run")
      ->check(CLI::PositiveNumber);
  command.add_flag("--quiet", quiet, "Say warnings only");
  command.add_flag("--verbose", verbose, "Say details");
}

void StudyOptions::declare_tables_only(CLI::App &command) {
  command.add_flag("--tables-only", tables_only,
                   "Specimens and their tables alone: no picture, no report");
}

study::Study StudyOptions::read() const {
  const unsigned int n_ranks = dealii::Utilities::MPI::n_mpi_processes(MPI_COMM_WORLD);
  if (expected_ranks > 0 && expected_ranks != n_ranks)
    throw params::ValueError(fmt::format(
        "{} processes that work together, and found {}: the launcher is not that of the MPI that "
        "Lacuna was built with, or was asked for others",
        expected_ranks, n_ranks));
  return study::Study(study, set);
}

study::Log StudyOptions::log() const {
  return study::Log(files::is_root(), quiet     ? study::Verbosity::quiet
                                      : verbose ? study::Verbosity::verbose
                                                : study::Verbosity::normal);
}

study::OutputFolder StudyOptions::folder(const std::string &default_path) const {
  return {MPI_COMM_WORLD, output.empty() ? default_path : output};
}

std::vector<observables::Record> run_campaign(const StudyOptions &options,
                                              const study::Study &study, const study::Tasks &tasks,
                                              const study::OutputFolder &folder, bool all) {
  study::Log log = options.log();
  if (const std::string who = folder.left_behind(); !who.empty())
    log.info("{}: {} did not come to its end; its lock is taken over", folder.path(), who);
  study::Campaign campaign(MPI_COMM_WORLD, study, {tasks, folder.path(), options.resume, all}, log);
  return campaign.run();
}

Command add_campaign(CLI::App &app, const study::Tasks &tasks,
                     const std::function<void(const study::Study &)> &check,
                     const std::string &first,
                     const std::function<int(const std::string &)> &finish) {
  auto options = std::make_shared<StudyOptions>();
  options->declare(app);
  options->declare_tables_only(app);
  app.add_flag("--all", options->all, "All specimens instead of " + first);
  return [=, name = app.get_name()] {
    const study::Study study = options->read();
    check(study);
    const auto folder = options->folder("results/" + study.name() + "-" + name);
    run_campaign(*options, study, tasks, folder, options->all);
    return finish && !options->tables_only ? finish(folder.path()) : 0;
  };
}

} // namespace lacuna::cli
