// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <solver/study/log.h>

#include <chrono>
#include <map>

namespace lacuna::study {

/**
 * How far a run of many alike jobs is, and how long it will still take: from the mean duration of
 * each kind of job so far, or from its expected share while none has ended.
 */
class Progress {
public:
  /** `jobs`: number of jobs by kind; `expected`: their relative durations before any is known. */
  Progress(Log &log, const std::map<std::string, unsigned int> &jobs,
           const std::map<std::string, double> &expected);

  /** A job of this kind starts; `what` is told to the user. */
  void begin(const std::string &kind, const std::string &what);

  /** Share of the current job that is done; says so every few seconds at most. */
  void share(double done);

  void end();

  /** Leaves out a job that is known already. */
  void skip(const std::string &kind);

  /** Duration of the last job that ended (s). */
  double last_duration() const { return last_; }

private:
  using Clock = std::chrono::steady_clock;

  double duration(const std::string &kind) const;
  std::string state(double share) const;

  Log &log_;
  std::map<std::string, unsigned int> remaining_;
  std::map<std::string, double> expected_;
  std::map<std::string, std::pair<double, unsigned int>> measured_;
  std::string kind_, what_;
  Clock::time_point begin_, said_;
  double spent_ = 0., last_ = 0.;
};

/** "3 min 20 s". */
std::string format_duration(double seconds);

} // namespace lacuna::study
