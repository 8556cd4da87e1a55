// SPDX-License-Identifier: LGPL-2.1-or-later
#include <meshes/files/is_root.h>
#include <solver/checkpoint/folder_lock.h>
#include <solver/cli/options.h>
#include <solver/cli/postprocess.h>

#include <fmt/format.h>

#include <cstdio>
#include <filesystem>
#include <memory>
#include <system_error>
#include <vector>

namespace lacuna::cli {

namespace {

/** @param assumptions A sweep of the study over what is assumed of new bone, if there is one. */
int make_report(const std::string &results, const std::string &assumptions) {
  if (!files::is_root())
    return 0;
  std::vector<std::string> report = {"report", results};
  if (!assumptions.empty())
    report.insert(report.end(), {"--assumptions", assumptions});
  if (std::filesystem::exists(results + "/plan.json")) // of a sweep, whose points have pictures
    return postprocess(report);
  // A picture needs a display or Xvfb; the report is complete without it.
  const std::string figures = results + "/figures";
  std::error_code none;
  std::filesystem::create_directory(figures, none);
  std::vector<std::string> arguments = {"picture", results};
  for (const std::string &picture :
       {results + "/picture.png", figures + "/specimen.pdf", figures + "/specimen.svg"}) {
    std::filesystem::remove(picture, none); // of an earlier run
    arguments.push_back(picture);
  }
  const bool lacks_picture = postprocess(arguments, Output::silent) != 0;
  const int code = postprocess(report);
  if (code == 0 && lacks_picture)
    fmt::print(stderr, "lacuna: no picture was made; the report goes without\n");
  return code;
}

/** @param kind The command of postprocess. @param needs Said where it fails. */
int make_picture(const std::string &results, const std::string &kind, const std::string &name,
                 const std::string &needs) {
  if (!files::is_root())
    return 0;
  const std::string picture = results + "/" + name;
  std::remove(picture.c_str()); // of an earlier run
  if (postprocess({kind, results, picture}, Output::silent) != 0)
    fmt::print(stderr, "lacuna: {} was not made; {}\n", picture, needs);
  return 0;
}

} // namespace

int make_report(const std::string &results) {
  return make_report(results, "");
}

int make_picture(const std::string &results) {
  return make_picture(results, "picture", "design.png",
                      "it needs surface.stl and a display or Xvfb");
}

int make_bone_picture(const std::string &results) {
  return make_picture(results, "bone", "bone.png",
                      "lacuna report " + results + " says what is wrong");
}

Command add_report(CLI::App &app) {
  auto results = std::make_shared<std::string>(), assumptions = std::make_shared<std::string>();
  app.add_option("results", *results, "Folder of a study's results or of a sweep")->required();
  app.add_option("--assumptions", *assumptions,
                 "Folder of a sweep of the study over what is assumed of new bone: its range "
                 "beside every value from now on");
  return [results, assumptions] {
    if (const std::string who = checkpoint::FolderLock::holder(*results);
        files::is_root() && !who.empty())
      fmt::print("{}: {} is at work here; the report is of what there is so far\n", *results, who);
    return make_report(*results, *assumptions);
  };
}

} // namespace lacuna::cli
