// SPDX-License-Identifier: LGPL-2.1-or-later
#include <solver/cli/measured_tables.h>
#include <solver/cli/options.h>
#include <solver/cli/postprocess.h>

#include <memory>

namespace lacuna::cli {

namespace {

/** One specimen, whose folder alone is locked. */
int run_only(const StudyOptions &options, const study::Study &study) {
  study::Log log = options.log();
  study::CampaignOptions campaign{
      compared, options.output.empty() ? "results/" + study.name() : options.output,
      options.resume};
  campaign.only = options.only;
  study::Campaign(MPI_COMM_WORLD, study, campaign, log).run();
  return 0;
}

} // namespace

Command add_compare(CLI::App &app) {
  auto options = std::make_shared<StudyOptions>();
  options->declare(app);
  options->declare_tables_only(app);
  app.add_option("--only", options->only,
                 "The specimen of this name alone, beside others into the same folder; lacuna "
                 "collect makes the tables");
  return [options] {
    const study::Study study = options->read();
    study.require_specimens();
    if (!options->only.empty())
      return run_only(*options, study);
    if (!options->tables_only)
      require_modules();
    const auto measured = study::measured_groups(options->study, options->set);
    const auto folder = options->folder("results/" + study.name());
    if (const int code = keep_measured(measured, folder.path()); code != 0)
      return code;
    run_campaign(*options, study, compared, folder, true);
    return options->tables_only ? 0 : make_report(folder.path());
  };
}

} // namespace lacuna::cli
