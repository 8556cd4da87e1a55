// SPDX-License-Identifier: LGPL-2.1-or-later
#include <meshes/files/is_root.h>
#include <meshes/files/whole_file.h>
#include <solver/checkpoint/files.h>
#include <solver/cli/options.h>
#include <solver/cli/postprocess.h>
#include <solver/study/measured_groups.h>

#include <deal.II/base/mpi.h>

#include <filesystem>
#include <memory>

namespace lacuna::cli {

namespace {

/** Reads the tables before anything is computed, and keeps them where the report finds them; the
 * exit code. */
int take(const std::vector<study::MeasuredGroup> &measured, const std::string &results) {
  int code = 0;
  for (const study::MeasuredGroup &group : measured)
    if (code == 0 && files::is_root())
      code = postprocess({"specimens", group.file});
  code = dealii::Utilities::MPI::broadcast(MPI_COMM_WORLD, code);
  if (code != 0 || measured.empty() || !files::is_root())
    return code;
  std::filesystem::create_directories(results + "/measured");
  for (const study::MeasuredGroup &group : measured)
    files::write_text(results + "/measured/" + group.name + ".csv",
                      checkpoint::read_file(group.file));
  return code;
}

} // namespace

Command add_compare(CLI::App &app) {
  auto options = std::make_shared<StudyOptions>();
  options->declare(app);
  options->declare_tables_only(app);
  return [options] {
    const study::Study study = options->read();
    study.require_specimens();
    if (!options->tables_only)
      require_modules();
    const auto measured = study::measured_groups(options->study, options->set);
    const auto folder = options->folder("results/" + study.name());
    if (const int code = take(measured, folder.path()); code != 0)
      return code;
    run_campaign(*options, study, {true, true}, folder, true);
    return options->tables_only ? 0 : make_report(folder.path());
  };
}

} // namespace lacuna::cli
