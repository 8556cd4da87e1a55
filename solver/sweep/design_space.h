// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <solver/study/stages/stage.h>
#include <solver/sweep/assignment.h>
#include <solver/sweep/goal.h>
#include <solver/sweep/sweep_parameters.h>

#include <string>
#include <vector>

namespace lacuna::sweep {

/** What a study varies, which parameters follow from that, and what is wanted of its points. */
class DesignSpace {
public:
  /** `entries`: all of the study. @throws params::InputError */
  DesignSpace(const std::string &path, const std::vector<params::Entry> &entries);

  const std::string &path() const { return path_; }
  const SweepParameters &parameters() const { return parameters_; }
  const std::vector<Variable> &variables() const { return variables_; }
  const std::vector<Assignment> &assignments() const { return assignments_; }

  /** The study's entries but those of the sweep. */
  const std::vector<params::Entry> &base() const { return base_; }

  /** Of the study's prints; what is no number is refused where the study is read. */
  unsigned int first_seed() const;

  /** What a point sets on top of the base. @throws params::InputError */
  std::vector<params::Entry> at(const PointValues &values) const;

  /** Refuses a key of section Sweep. @throws params::InputError */
  [[noreturn]] void reject(const std::string &key, const std::string &expected) const;

  /** The goals, by what specimens of a point will have. @throws params::InputError */
  std::vector<Goal> goals(const study::Study &point) const;

  /** The group that goals are about. @throws params::InputError */
  std::string group_of_goals(const study::Study &point) const;

private:
  void read_variables(const std::vector<params::Entry> &entries);
  void read_assignments(const std::vector<params::Entry> &entries);
  std::vector<params::Entry> of_prints(const std::vector<params::Entry> &applied) const;

  std::string path_;
  SweepParameters parameters_;
  params::Registry registry_;
  std::vector<params::Entry> base_, goals_;
  std::vector<Variable> variables_;
  std::vector<Assignment> assignments_;
};

/** Throws params::InputError where a study is not for the command that runs points. */
void require(PointCommand command, const study::Study &study);

/** What a command finds out. */
study::Tasks tasks(PointCommand command);

} // namespace lacuna::sweep
