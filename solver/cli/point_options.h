// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <solver/cli/options.h>
#include <solver/sweep/plan.h>

#include <nlohmann/json.hpp>

namespace lacuna::cli {

/** What commands have in common that run the points of a design space. */
struct PointOptions : StudyOptions {
  unsigned int jobs = 0, ranks = 1;

  void declare(CLI::App &command);

  /** The design space of the study, with the overrides and `more` of them. */
  sweep::DesignSpace read_space(const std::vector<std::string> &more = {}) const;

  /** The name of the study. */
  std::string name() const;
};

/** Throws params::ValueError under mpirun. */
void require_one_process();

/**
 * Refuses a folder that holds points of another study, or where points were begun and the options
 * do not say to go on with them; the latter not where nothing is to be run (`plans_only`).
 */
void refuse_other_points(const PointOptions &options, const sweep::Plan &plan,
                         const std::string &folder, bool plans_only = false);

/** How the driver runs a point, beside the point's own file: goes to plan.json. */
nlohmann::ordered_json facts_for_driver(const sweep::DesignSpace &space);

/** Runs the points that a folder is planned for; `more`: words for postprocess. */
int drive_points(const PointOptions &options, const std::string &folder,
                 const std::vector<std::string> &more = {});

} // namespace lacuna::cli
