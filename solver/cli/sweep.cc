// SPDX-License-Identifier: LGPL-2.1-or-later
#include <meshes/geometry/files/free_memory.h>
#include <params/reader/prm_file.h>
#include <params/reader/quantity.h>
#include <solver/cli/options.h>
#include <solver/cli/postprocess.h>
#include <solver/study/progress.h>
#include <solver/sweep/design.h>
#include <solver/sweep/sampling.h>
#include <solver/sweep/values_table.h>

#include <deal.II/base/mpi.h>

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <memory>

#include <unistd.h>

namespace lacuna::cli {

namespace {

struct SweepOptions : StudyOptions {
  bool plan = false;
  unsigned int jobs = 0, ranks = 1;
};

sweep::DesignSpace read_space(const SweepOptions &options) {
  std::vector<params::Entry> entries = params::read_prm_file(options.study);
  for (const std::string &text : options.set)
    entries.push_back(params::parse_override(text));
  return {options.study, entries};
}

/** The values of all points: those of a list, or as they are laid by postprocess. */
std::vector<sweep::PointValues> read_values(const sweep::DesignSpace &space) {
  if (!space.parameters().list.empty())
    return sweep::read_values(space.parameters().list, space.variables());
  const Answer answer = ask_postprocess({"sample", sweep::sampling_task(space).dump()});
  if (answer.code != 0)
    throw std::runtime_error("no points could be laid into the design space");
  return sweep::parse_values(answer.text, "sample", space.variables());
}

/** Refuses a folder whose points would be mixed with those of another sweep. */
void check_folder(const SweepOptions &options, const sweep::Plan &plan, const std::string &study,
                  const std::string &folder) {
  if (const std::string other = plan.study(); !other.empty() && other != study)
    params::refuse_file(folder, "the sweep of " + other,
                        "that of " + study + ", or another folder by --output");
  if (plan.has_begun() && !options.resume && !options.plan)
    params::refuse_file(folder, "a sweep that was begun",
                        "--resume to go on with it, or another folder by --output");
}

/** Says what points take, each and all. */
void say(const sweep::DesignSpace &space, const sweep::Design &design,
         const std::vector<sweep::Demand> &demands, const SweepOptions &options, study::Log &log) {
  double time = 0., memory = 0., unknowns = 0.;
  for (std::size_t i = 0; i < demands.size(); ++i) {
    const sweep::Demand &demand = demands[i];
    time += demand.time / options.ranks;
    memory = std::max(memory, demand.memory);
    unknowns = std::max(unknowns, demand.unknowns);
    if (options.plan)
      log.info("{:>5}  {:>10.3g} unknowns  {:>8.2g} GB  {:>14}   {}", design.points[i].number,
               demand.unknowns, 1e-9 * demand.memory,
               study::format_duration(demand.time / options.ranks),
               sweep::describe(space, design.points[i].values));
  }
  log.info("{}: {} points of {} specimens, all valid; at the most {:.3g} unknowns and {:.2g} GB; "
           "about {} of work for one worker",
           options.study, design.points.size(), design.first.specimens().size(), unknowns,
           1e-9 * memory, study::format_duration(time));
}

/** How the driver runs a point, beside the point's own file. */
nlohmann::ordered_json facts(const sweep::DesignSpace &space) {
  const sweep::SweepParameters &p = space.parameters();
  std::vector<std::string> words = {params::word(p.command), "--tables-only"};
  if (p.command != sweep::PointCommand::compare)
    words.push_back("--all");
  return {{"executable", std::filesystem::read_symlink("/proc/self/exe").string()},
          {"command", words},
          {"time_limit_s", p.time_limit},
          {"free_memory_B", geometry::free_memory_of_machine()}};
}

int sweep_study(const SweepOptions &options) {
  if (dealii::Utilities::MPI::n_mpi_processes(MPI_COMM_WORLD) > 1)
    throw params::ValueError("one process, without mpirun: sweep starts those of its points, see "
                             "--jobs and --ranks");
  const sweep::DesignSpace space = read_space(options);
  const std::string name = std::filesystem::path(options.study).stem().string();
  const auto folder = options.folder("results/" + name + "-sweep");
  study::Log log = options.log();
  sweep::Plan plan(folder.path(), space);
  check_folder(options, plan, name, folder.path());
  sweep::Design design = sweep::make_design(space, read_values(space));
  if (const std::string difference = plan.keep(design.common); !difference.empty())
    log.warn("{}: no point that is there is kept: {}", folder.path(), difference);
  plan.number(design.points);
  const auto demands = sweep::foresee(space, design, plan, log);
  say(space, design, demands, options, log);
  if (options.plan && plan.has_begun())
    return 0;
  plan.write(design.points, demands, design.first, facts(space));
  if (options.plan)
    return 0;
  std::vector<std::string> words = {"sweep",    folder.path(),
                                    "--ranks",  std::to_string(options.ranks),
                                    "--parent", std::to_string(::getpid())};
  if (options.jobs > 0)
    words.insert(words.end(), {"--jobs", std::to_string(options.jobs)});
  if (options.quiet)
    words.push_back("--quiet");
  return drive(words);
}

} // namespace

Command add_sweep(CLI::App &app) {
  auto options = std::make_shared<SweepOptions>();
  options->declare(app);
  app.add_flag("--plan", options->plan, "Check every point and say what all take; run nothing");
  app.add_option_function<unsigned int>(
         "--points",
         [options](unsigned int n) { options->set.push_back(fmt::format("Sweep/Points={}", n)); },
         "Number of points (default: Sweep/Points)")
      ->check(CLI::PositiveNumber);
  app.add_option("--jobs", options->jobs,
                 "Points at a time (default: as many as cores and memory allow)")
      ->check(CLI::PositiveNumber);
  app.add_option("--ranks", options->ranks, "Processes a point (default: 1)")
      ->check(CLI::PositiveNumber);
  return [options] { return sweep_study(*options); };
}

} // namespace lacuna::cli
