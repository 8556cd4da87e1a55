// SPDX-License-Identifier: LGPL-2.1-or-later
#include <meshes/files/is_root.h>
#include <solver/cli/options.h>
#include <solver/cli/postprocess.h>

#include <memory>

namespace lacuna::cli {

Command add_collect(CLI::App &app) {
  auto folder = std::make_shared<std::string>();
  app.add_option("folder", *folder, "Folder of a sweep")->required();
  return [folder] {
    return files::is_root() ? postprocess({"collect", "--report", "--", *folder}) : 0;
  };
}

} // namespace lacuna::cli
