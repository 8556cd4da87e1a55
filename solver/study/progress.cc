// SPDX-License-Identifier: LGPL-2.1-or-later
#include <solver/study/progress.h>

#include <fmt/format.h>

#include <cmath>

namespace lacuna::study {

namespace {

constexpr double seconds_between_lines = 5.;

double seconds_since(std::chrono::steady_clock::time_point time) {
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - time).count();
}

} // namespace

std::string format_duration(double seconds) {
  const auto s = static_cast<long>(std::lround(seconds));
  if (s < 60)
    return fmt::format("{} s", s);
  if (s < 3600)
    return fmt::format("{} min {} s", s / 60, s % 60);
  return fmt::format("{} h {} min", s / 3600, s % 3600 / 60);
}

Progress::Progress(Log &log, const std::map<std::string, unsigned int> &jobs,
                   const std::map<std::string, double> &expected)
    : log_(log), remaining_(jobs), expected_(expected) {}

double Progress::duration(const std::string &kind) const {
  const auto found = measured_.find(kind);
  if (found != measured_.end())
    return found->second.first / found->second.second;
  double known = 0., expected = 0.;
  for (const auto &[other, sum] : measured_) {
    known += sum.first / sum.second;
    expected += expected_.at(other);
  }
  return expected_.at(kind) * (expected > 0. ? known / expected : 1.);
}

std::string Progress::state(double share) const {
  // The current job still counts among the remaining ones. Its own pace tells more than the mean.
  const double running = seconds_since(begin_);
  double left = 0.;
  for (const auto &[kind, n] : remaining_)
    left += n * duration(kind);
  if (share > 0.1)
    left += running * (1. - share) / share - duration(kind_);
  else
    left -= share * duration(kind_);
  const double done = spent_ + running;
  return fmt::format("{:3.0f} %  {:<32} {} left", 100. * done / (done + left), what_,
                     format_duration(left));
}

void Progress::begin(const std::string &kind, const std::string &what) {
  kind_ = kind;
  what_ = what;
  begin_ = said_ = Clock::now();
  log_.info("{}", state(0.));
}

void Progress::share(double done) {
  if (seconds_since(said_) < seconds_between_lines)
    return;
  said_ = Clock::now();
  log_.info("{}", state(done));
}

void Progress::end() {
  last_ = seconds_since(begin_);
  spent_ += last_;
  measured_[kind_].first += last_;
  measured_[kind_].second += 1;
  --remaining_[kind_];
}

void Progress::skip(const std::string &kind) {
  --remaining_[kind];
}

} // namespace lacuna::study
