// SPDX-License-Identifier: LGPL-2.1-or-later
#include <params/reader/prm_file.h>
#include <solver/checkpoint/on_root.h>
#include <solver/study/output_folder.h>

#include <filesystem>

namespace lacuna::study {

namespace fs = std::filesystem;

namespace {

/** What commands write beside the folders of groups. */
const char *const file_names[] = {"specimens.csv", "results.json", "statistics.csv", "report.html",
                                  "picture.png",   "design.png",   "bone.png",       "view.py"};
const char *const figures = "figures";

} // namespace

OutputFolder::OutputFolder(MPI_Comm communicator, const std::string &path) : path_(path) {
  checkpoint::on_root(communicator, [&] { open(); });
}

OutputFolder::~OutputFolder() {
  lock_.reset();
  std::error_code none;
  for (const std::string &made : made_)
    fs::remove(made, none);
}

void OutputFolder::open() {
  std::error_code error;
  for (fs::path missing = path_;
       !missing.empty() && fs::symlink_status(missing, error).type() == fs::file_type::not_found;
       missing = missing.parent_path())
    made_.push_back(missing.string());
  fs::create_directories(path_, error);
  // A link to a folder is one, too.
  std::error_code none;
  if (error && !fs::is_directory(path_, none))
    params::refuse_file(path_, "cannot be created: " + error.message(), "a folder for results");
  for (const char *name : file_names)
    if (fs::is_directory(fs::symlink_status(path_ + "/" + name, error)))
      params::refuse_file(path_ + "/" + name, "a folder", "a file, or nothing of this name");
  if (fs::is_regular_file(path_ + "/" + figures, none))
    params::refuse_file(path_ + "/" + figures, "a file", "a folder, or nothing of this name");
  lock_.emplace(path_);
}

} // namespace lacuna::study
