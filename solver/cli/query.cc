// SPDX-License-Identifier: LGPL-2.1-or-later
#include <meshes/files/is_root.h>
#include <solver/cli/options.h>
#include <solver/cli/postprocess.h>

#include <memory>

namespace lacuna::cli {

namespace {

struct QueryOptions {
  std::string folder, statement;
  bool csv = false;
};

} // namespace

Command add_query(CLI::App &app) {
  auto options = std::make_shared<QueryOptions>();
  app.add_option("folder", options->folder, "Folder of a sweep")->required();
  app.add_option("statement", options->statement, "\"SELECT … FROM wide …\"")->required();
  app.add_flag("--csv", options->csv, "Values in full, separated by commas");
  return [options] {
    std::vector<std::string> words = {"query"};
    if (options->csv)
      words.push_back("--csv");
    words.insert(words.end(), {"--", options->folder, options->statement});
    return files::is_root() ? postprocess(words) : 0;
  };
}

} // namespace lacuna::cli
