// SPDX-License-Identifier: LGPL-2.1-or-later
#include <solver/study/progress.h>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace lacuna::study {

namespace {

constexpr double seconds_between_lines = 5.;

/** Share of a job from which its own pace tells more than a guess of its duration. */
constexpr double tells_pace = 0.1;

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
                   const std::map<std::string, double> &expected,
                   std::function<Clock::time_point()> now)
    : log_(log), remaining_(jobs), expected_(expected), now_(std::move(now)) {}

double Progress::seconds_since(Clock::time_point time) const {
  return std::chrono::duration<double>(now_() - time).count();
}

double Progress::duration(const std::string &kind, double current) const {
  const auto found = measured_.find(kind);
  if (found != measured_.end())
    return found->second.first / found->second.second;
  const bool is_news = current > 0. && measured_.count(kind_) == 0;
  if (is_news && kind == kind_)
    return current;
  double known = is_news ? current : 0., expected = is_news ? expected_.at(kind_) : 0.;
  for (const auto &[other, sum] : measured_) {
    known += sum.first / sum.second;
    expected += expected_.at(other);
  }
  return expected_.at(kind) * (expected > 0. ? known / expected : 1.);
}

double Progress::time_share(double share) const {
  const auto found = courses_.find(kind_);
  if (found == courses_.end())
    return share;
  std::pair<double, double> from(0., 0.), to(1., 1.);
  for (const auto &point : found->second) {
    if (point.first > share) {
      to = point;
      break;
    }
    from = point;
  }
  const double step = to.first - from.first;
  return step > 0. ? from.second + (share - from.first) / step * (to.second - from.second)
                   : from.second;
}

void Progress::say(double share) {
  said_ = now_();
  const double running = seconds_since(begin_), done = time_share(share),
               usual = duration(kind_, 0.);
  const double weight = measured_.count(kind_) > 0 ? done : std::min(1., done / tells_pace);
  const double own_pace = done > 0. ? running * (1. - done) / done : 0.;
  double left = weight * own_pace + (1. - weight) * (1. - done) * usual;
  const double current = running + left;
  // The current job still counts among the remaining ones.
  for (const auto &[kind, n] : remaining_)
    left += (kind == kind_ ? n - 1 : n) * duration(kind, current);
  const double all = spent_ + running + left;
  if (all > 0.)
    percent_ = std::max(percent_, 100. * (spent_ + done * current) / all);
  // Only what is done is 100 %.
  log_.info("{:3.0f} %  {:<32} {} left", std::min(99., std::floor(percent_ + 1e-9)), what_,
            format_duration(left));
}

void Progress::begin(const std::string &kind, const std::string &what) {
  kind_ = kind;
  what_ = what;
  begin_ = now_();
  course_.clear();
  say(0.);
}

void Progress::share(double done) {
  course_.emplace_back(done, seconds_since(begin_));
  if (seconds_since(said_) >= seconds_between_lines)
    say(done);
}

void Progress::end() {
  last_ = seconds_since(begin_);
  spent_ += last_;
  for (auto &[share, time] : course_)
    time = last_ > 0. ? time / last_ : share;
  courses_[kind_] = std::move(course_);
  measured_[kind_].first += last_;
  measured_[kind_].second += 1;
  --remaining_[kind_];
}

void Progress::skip(const std::string &kind) {
  --remaining_[kind];
}

void Progress::finish() {
  log_.info("100 %  done in {}", format_duration(spent_));
}

} // namespace lacuna::study
