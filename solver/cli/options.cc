// SPDX-License-Identifier: LGPL-2.1-or-later
#include <solver/cli/options.h>

#include <deal.II/base/mpi.h>

#include <filesystem>
#include <memory>

namespace lacuna::cli {

bool is_root() {
  return dealii::Utilities::MPI::this_mpi_process(MPI_COMM_WORLD) == 0;
}

void StudyOptions::declare(CLI::App &command) {
  command.add_option("study", study, "Parameter file of the study")->required();
  command.add_option("--set", set, "Set a parameter: \"Section/Key=value\" (repeatable)")
      ->allow_extra_args(false);
  command.add_option("--output", output, "Folder for results (default: results/STUDY…)");
  command.add_flag("--resume", resume, "Keep specimens that are done and whose input is the same");
  command.add_flag("--quiet", quiet, "Say warnings only");
  command.add_flag("--verbose", verbose, "Say details");
}

study::Study StudyOptions::read() const {
  return study::Study(study, set);
}

study::Log StudyOptions::log() const {
  return study::Log(is_root(), quiet     ? study::Verbosity::quiet
                               : verbose ? study::Verbosity::verbose
                                         : study::Verbosity::normal);
}

std::string run_campaign(const StudyOptions &options, const study::Study &study,
                         const study::Tasks &tasks, const std::string &default_folder, bool all) {
  const std::string output = options.output.empty() ? default_folder : options.output;
  if (is_root()) {
    std::error_code error;
    std::filesystem::create_directories(output, error);
    if (error)
      throw std::runtime_error(output + ": cannot be created: " + error.message());
  }
  MPI_Barrier(MPI_COMM_WORLD);
  study::Log log = options.log();
  study::Campaign campaign(MPI_COMM_WORLD, study, {tasks, output, options.resume, all}, log);
  campaign.run();
  return output;
}

Command add_campaign(CLI::App &app, const study::Tasks &tasks,
                     const std::function<void(const study::Study &)> &check,
                     const std::string &first,
                     const std::function<int(const std::string &)> &finish) {
  auto options = std::make_shared<StudyOptions>();
  options->declare(app);
  app.add_flag("--all", options->all, "All specimens instead of " + first);
  return [=, name = app.get_name()] {
    const study::Study study = options->read();
    check(study);
    const std::string results =
        run_campaign(*options, study, tasks, "results/" + study.name() + "-" + name, options->all);
    return finish ? finish(results) : 0;
  };
}

} // namespace lacuna::cli
