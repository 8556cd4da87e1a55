// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <solver/cli/point_options.h>
#include <solver/sweep/search.h>

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace lacuna::cli {

/** How far a search of a design space goes, and in which rounds. */
struct SearchNumbers {
  /** Those that the command line has: budget, batch, refine, confirm. */
  std::map<std::string, unsigned int> given;

  /** Declares --budget, which is returned, and the others. */
  CLI::Option *declare(CLI::App &command);

  /** All of them: as they are given, as they were `before`, or else the default ones. */
  std::map<std::string, unsigned int>
  over(const std::map<std::string, unsigned int> &before = {}) const;
};

/** Points that a search runs together: those that the sweep in FOLDER/part is planned for. */
struct SearchStep {
  unsigned int number;     ///< of the round
  std::string part;        ///< refined, confirmed, or empty for FOLDER itself
  std::string description; ///< "round 3: 4 points, 16 of 64"
  bool is_again = false;   ///< that planned last, which was interrupted

  bool confirms() const { return part == "confirmed"; }
  std::string home(const std::string &folder) const {
    return part.empty() ? folder : folder + "/" + part;
  }
};

/**
 * A search for the best designs, round after round. What it knows is in its folder: whoever asks
 * what comes next is told the same points until these have ended.
 */
class Search {
public:
  /**
   * @param numbers All of SearchNumbers.
   * @throws params::InputError where there is nothing to search, Told
   */
  Search(const PointOptions &options, const std::map<std::string, unsigned int> &numbers);

  /** The space of points as most of them are computed. */
  const sweep::DesignSpace &space() const { return cheap_; }

  /**
   * Plans what is to run now; nothing where all is done. The step that it planned last comes again
   * where that has not ended. @throws params::InputError, Told
   */
  std::optional<SearchStep> plan_next(const std::string &folder);

private:
  const sweep::DesignSpace &space_of(const SearchStep &step) const;
  /** Places of points that are no valid studies, of which the log says why. */
  nlohmann::ordered_json refused(const SearchStep &step,
                                 const std::vector<sweep::PointValues> &points);
  void plan(const std::string &folder, const SearchStep &step,
            const std::vector<sweep::PointValues> &points);
  void warn_of_few(std::size_t n_confirmed);

  PointOptions options_;
  study::Log log_;
  /** Points as most are computed: on the first grid, or as the study says where none are refined;
   * as the study says; so with other print seeds. */
  sweep::DesignSpace cheap_, refined_, confirming_;
  nlohmann::ordered_json task_;
  unsigned int planned_ = 0; ///< number of the last step
};

} // namespace lacuna::cli
