// SPDX-License-Identifier: LGPL-2.1-or-later
#include <solver/cli/collect.h>

#include <meshes/files/is_root.h>
#include <params/reader/text.h>
#include <solver/checkpoint/files.h>
#include <solver/cli/options.h>
#include <solver/cli/postprocess.h>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <memory>

namespace lacuna::cli {

std::string compared_study(const std::string &folder) {
  const auto batch =
      nlohmann::json::parse(checkpoint::read_file(folder + "/batch/batch.json"), nullptr, false);
  const bool is_one = batch.is_object() && batch.value("kind", "") == "compare";
  return is_one ? folder + "/" + batch.value("study", "") : "";
}

int gather(const std::string &folder, const std::string &path) {
  const study::Study study(path, std::vector<std::string>{});
  study::Log log(files::is_root(), study::Verbosity::quiet);
  study::CampaignOptions options{compared, folder};
  options.gathers = true;
  study::Campaign campaign(MPI_COMM_WORLD, study, options, log);
  const std::size_t n = campaign.run().size();
  const auto &missing = campaign.missing();
  if (files::is_root() && !missing.empty())
    fmt::print(stderr, "lacuna: {} of {} specimens are missing: {}; lacuna status {} says why\n",
               missing.size(), n + missing.size(), fmt::join(missing, ", "), folder);
  const int code = n > 0 ? make_report(folder) : 1;
  return missing.empty() ? code : 1;
}

Command add_collect(CLI::App &app) {
  auto folder = std::make_shared<std::string>();
  app.add_option("folder", *folder, "Folder of a sweep or a batch")->required();
  return [folder] {
    if (const std::string study = compared_study(*folder); !study.empty()) {
      const study::OutputFolder locked(MPI_COMM_WORLD, *folder);
      return gather(*folder, study);
    }
    return files::is_root() ? postprocess({"collect", "--report", "--", *folder}) : 0;
  };
}

} // namespace lacuna::cli
