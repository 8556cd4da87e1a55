// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <solver/study/campaign.h>
#include <solver/study/output_folder.h>

#include <CLI/CLI.hpp>

#include <functional>
#include <string>
#include <vector>

namespace lacuna::cli {

/** What the commands on a study have in common. */
struct StudyOptions {
  std::string study;
  std::vector<std::string> set;
  std::string output, only;
  unsigned int expected_ranks = 0;
  bool resume = false, quiet = false, verbose = false, all = false, tables_only = false;

  void declare(CLI::App &command);
  /** Of commands that make more than the specimens' files and tables. */
  void declare_tables_only(CLI::App &command);
  /** Throws params::InputError; params::ValueError where there are other ranks than expected. */
  study::Study read() const;
  study::Log log() const;
  /** The folder for results, `default_path` if not told. Collective; see study::OutputFolder. */
  study::OutputFolder folder(const std::string &default_path) const;
};

/** A command declares its options on the app and returns what to run: the exit code. */
using Command = std::function<int()>;

Command add_design(CLI::App &app);
Command add_compress(CLI::App &app);
Command add_homogenize(CLI::App &app);
Command add_release(CLI::App &app);
Command add_regenerate(CLI::App &app);
Command add_compare(CLI::App &app);
Command add_calibrate(CLI::App &app);
Command add_sweep(CLI::App &app);
Command add_optimize(CLI::App &app);
Command add_collect(CLI::App &app);
Command add_query(CLI::App &app);
Command add_check(CLI::App &app);
Command add_batch(CLI::App &app);
Command add_status(CLI::App &app);
Command add_params(CLI::App &app);
Command add_report(CLI::App &app);

/** What a comparison finds out. */
constexpr study::Tasks compared{true, true, false, true};

/** Runs some or all specimens of a study for `tasks`. */
std::vector<observables::Record> run_campaign(const StudyOptions &options,
                                              const study::Study &study, const study::Tasks &tasks,
                                              const study::OutputFolder &folder, bool all);

/**
 * A command that runs `first` specimen of a study, or --all, for `tasks`; results in
 * results/STUDY-COMMAND if not told. `check` throws params::InputError where a study is not for it;
 * `finish` is told the folder in the end and gives the exit code.
 */
Command add_campaign(CLI::App &app, const study::Tasks &tasks,
                     const std::function<void(const study::Study &)> &check,
                     const std::string &first = "the first",
                     const std::function<int(const std::string &)> &finish = {});

/** Makes figures and report.html in a folder of results, on rank 0; the exit code of postprocess.
 */
int make_report(const std::string &results);

// Each makes a picture in a folder of results, on rank 0, and says so where that is not possible.
// The exit code: 0.

/** The surface of a specimen: design.png. */
int make_picture(const std::string &results);

/** New bone from above, of each group: bone.png; none of tissue in culture, which is not scanned.
 */
int make_bone_picture(const std::string &results);

} // namespace lacuna::cli
