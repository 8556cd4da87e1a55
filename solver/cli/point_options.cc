// SPDX-License-Identifier: LGPL-2.1-or-later
#include <meshes/geometry/files/free_memory.h>
#include <params/reader/prm_file.h>
#include <params/reader/quantity.h>
#include <solver/cli/point_options.h>
#include <solver/cli/postprocess.h>
#include <solver/study/study_entries.h>

#include <deal.II/base/mpi.h>

#include <filesystem>

#include <unistd.h>

namespace lacuna::cli {

void PointOptions::declare(CLI::App &command) {
  StudyOptions::declare(command);
  command
      .add_option("--jobs", jobs, "Points at a time (default: as many as cores and memory allow)")
      ->check(CLI::PositiveNumber);
  command.add_option("--ranks", ranks, "Processes a point (default: 1)")
      ->check(CLI::PositiveNumber);
}

sweep::DesignSpace PointOptions::read_space(const std::vector<std::string> &more) const {
  std::vector<std::string> all = set;
  all.insert(all.end(), more.begin(), more.end());
  return {study, study::read_entries(study, all)};
}

std::string PointOptions::name() const {
  return std::filesystem::path(study).stem().string();
}

void require_one_process() {
  if (dealii::Utilities::MPI::n_mpi_processes(MPI_COMM_WORLD) > 1)
    throw params::ValueError("one process, without mpirun: the command starts those of its points, "
                             "see --jobs and --ranks");
}

void refuse_other_points(const PointOptions &options, const sweep::Plan &plan,
                         const std::string &folder, bool plans_only) {
  const std::string name = options.name();
  if (const std::string other = plan.study(); !other.empty() && other != name)
    params::refuse_file(folder, "the sweep of " + other,
                        "that of " + name + ", or another folder by --output");
  if (plan.has_begun() && !options.resume && !plans_only)
    params::refuse_file(folder, "a sweep that was begun",
                        "--resume to go on with it, or another folder by --output");
}

nlohmann::ordered_json facts_for_driver(const sweep::DesignSpace &space) {
  const sweep::SweepParameters &p = space.parameters();
  std::vector<std::string> words = {params::word(p.command), "--tables-only"};
  if (p.command != sweep::PointCommand::compare)
    words.push_back("--all");
  return {{"executable", std::filesystem::read_symlink("/proc/self/exe").string()},
          {"command", words},
          {"time_limit_s", p.time_limit},
          {"free_memory_B", geometry::free_memory_of_machine()}};
}

int drive_points(const PointOptions &options, const std::string &folder,
                 const std::vector<std::string> &more) {
  std::vector<std::string> words = {"sweep", folder, "--ranks", std::to_string(options.ranks)};
  if (options.jobs > 0)
    words.insert(words.end(), {"--jobs", std::to_string(options.jobs)});
  if (options.quiet)
    words.push_back("--quiet");
  words.insert(words.end(), more.begin(), more.end());
  return drive(words);
}

} // namespace lacuna::cli
