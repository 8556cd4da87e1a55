// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <solver/study/stages/stage.h>

#include <map>
#include <string>

namespace lacuna::study {

/**
 * What the stages of a specimen found that have ended, in stages.json of its folder: a run that was
 * interrupted in a later one goes on from there.
 */
class KeptStages {
public:
  /** Reads the file; nothing where it is damaged, of something else, or what stages wrote is not
   * there any more. Collective. */
  KeptStages(MPI_Comm communicator, const std::string &directory, const std::string &about);

  /** How long the stages took (s), by their names. */
  const std::map<std::string, double> &times() const { return times_; }
  bool has(const std::string &stage) const { return times_.count(stage) > 0; }

  /** Gives back what the stages found. */
  void restore(SpecimenWork &work) const;

  /** Adds a stage that has ended, and writes the file. */
  void add(const std::string &stage, double seconds, const SpecimenWork &work);

private:
  std::string directory_, about_;
  std::map<std::string, double> times_;
  nlohmann::ordered_json found_;
};

/** Whether a run of the same specimen left any in its folder. On one rank. */
bool has_kept_stages(const std::string &directory, const std::string &about);

} // namespace lacuna::study
