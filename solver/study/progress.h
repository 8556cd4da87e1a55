// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <solver/study/log.h>

#include <chrono>
#include <functional>
#include <map>
#include <utility>
#include <vector>

namespace lacuna::study {

/**
 * How far a run of many alike jobs is, and how long it will still take: from the mean duration of
 * each kind of job so far, or from its expected share while none has ended, and from the pace of
 * the current job, the more the further that is. What is said to be done never gets less.
 */
class Progress {
public:
  using Clock = std::chrono::steady_clock;

  /** `jobs`: number of jobs by kind; `expected`: their relative durations before any is known. */
  Progress(Log &log, const std::map<std::string, unsigned int> &jobs,
           const std::map<std::string, double> &expected,
           std::function<Clock::time_point()> now = Clock::now);

  /** A job of this kind starts; `what` is told to the user. */
  void begin(const std::string &kind, const std::string &what);

  /** Share of the current job that is done; says so every few seconds at most. */
  void share(double done);

  void end();

  /** Leaves out a job that is known already. */
  void skip(const std::string &kind);

  /** All jobs are done, or will never be; says so. */
  void finish();

  /** Duration of the last job that ended (s). */
  double last_duration() const { return last_; }

private:
  /** Shares of a job as told, and the shares of its time (s while it runs) at which they were. */
  using Course = std::vector<std::pair<double, double>>;

  double seconds_since(Clock::time_point time) const;
  /** Of a job (s); the current one may be known to take `current`, or 0. */
  double duration(const std::string &kind, double current) const;
  /** Of its time that a job takes until it says that this share is done. */
  double time_share(double share) const;
  void say(double share);

  Log &log_;
  std::map<std::string, unsigned int> remaining_;
  std::map<std::string, double> expected_;
  std::function<Clock::time_point()> now_;
  std::map<std::string, std::pair<double, unsigned int>> measured_;
  /** Of the last job of each kind, and of the current one. */
  std::map<std::string, Course> courses_;
  Course course_;
  std::string kind_, what_;
  Clock::time_point begin_, said_;
  double spent_ = 0., last_ = 0., percent_ = 0.;
};

/** "3 min 20 s". */
std::string format_duration(double seconds);

} // namespace lacuna::study
