// SPDX-License-Identifier: LGPL-2.1-or-later
#include <solver/cli/measured_tables.h>

#include <meshes/files/is_root.h>
#include <meshes/files/whole_file.h>
#include <solver/checkpoint/files.h>
#include <solver/cli/postprocess.h>

#include <deal.II/base/mpi.h>

#include <filesystem>

namespace lacuna::cli {

int keep_measured(const std::vector<study::MeasuredGroup> &groups, const std::string &results) {
  int code = 0;
  for (const study::MeasuredGroup &group : groups)
    if (code == 0 && files::is_root())
      code = postprocess({"specimens", group.file});
  code = dealii::Utilities::MPI::broadcast(MPI_COMM_WORLD, code);
  if (code != 0 || groups.empty() || !files::is_root())
    return code;
  std::filesystem::create_directories(results + "/measured");
  for (const study::MeasuredGroup &group : groups)
    files::write_text(results + "/measured/" + group.name + ".csv",
                      checkpoint::read_file(group.file));
  return code;
}

} // namespace lacuna::cli
