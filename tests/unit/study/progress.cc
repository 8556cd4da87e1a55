// SPDX-License-Identifier: LGPL-2.1-or-later
#include <solver/checkpoint/files.h>
#include <solver/study/progress.h>

#include <boost/test/unit_test.hpp>

#include <chrono>
#include <cmath>
#include <filesystem>
#include <functional>
#include <sstream>
#include <string>
#include <vector>

#include <unistd.h>

using namespace lacuna::study;

namespace {

/** A log whose text can be read again. */
struct Written {
  std::string path =
      (std::filesystem::temp_directory_path() / ("lacuna-progress-" + std::to_string(getpid())))
          .string();
  Log log{true, Verbosity::quiet};

  Written() { log.open(path); }
  ~Written() {
    log.open("");
    std::filesystem::remove(path);
  }

  /** The last line without its date. */
  std::string last() const {
    const std::string text = lacuna::checkpoint::read_file(path);
    const std::size_t date = std::string("2000-01-01 00:00:00  ").size();
    const std::size_t begin = text.size() < 2 ? 0 : text.rfind('\n', text.size() - 2) + 1;
    return text.substr(begin + date, text.size() - begin - date - 1);
  }
};

/** A clock that goes on only when it is told to. */
struct Watch {
  Progress::Clock::time_point time{};

  void wait(double seconds) {
    time += std::chrono::duration_cast<Progress::Clock::duration>(
        std::chrono::duration<double>(seconds));
  }
  std::function<Progress::Clock::time_point()> now() {
    return [this] { return time; };
  }
};

/** "12 min 30 s left" in seconds. */
double seconds_left(const std::string &line) {
  std::istringstream words(line.substr(line.find("  ", 7)));
  double sum = 0., number;
  for (std::string unit; words >> number >> unit;)
    sum += number * (unit == "h" ? 3600. : unit == "min" ? 60. : 1.);
  return sum;
}

/** Jobs of several shares of unlike pace, as a release of two factors is. */
struct Run : Written, Watch {
  Progress progress;
  double worst_fall = 0., last_percent = 0., worst_left = 0.;

  explicit Run(unsigned int n, double expected)
      : progress(log, {{"release", n}}, {{"release", expected}}, now()) {}

  /** Holds what is said now against what is right. */
  void check(double left, bool holds) {
    const std::string line = last();
    const double percent = std::stod(line);
    worst_fall = std::max(worst_fall, last_percent - percent);
    last_percent = percent;
    if (holds)
      worst_left = std::max(worst_left, std::abs(seconds_left(line) - left) / left);
  }

  /** One job whose shares of a tenth take these times (s); `left` after it. */
  void job(const std::vector<double> &tenths, double left, bool holds) {
    double rest = 0.;
    for (const double tenth : tenths)
      rest += tenth;
    progress.begin("release", "A: release");
    check(rest + left, holds);
    for (std::size_t i = 0; i < tenths.size(); ++i)
      for (unsigned int k = 1; k <= 10; ++k) {
        wait(0.1 * tenths[i]);
        rest -= 0.1 * tenths[i];
        progress.share((i + 0.1 * k) / tenths.size());
        if (rest + left > 30.)
          check(rest + left, holds);
      }
    progress.end();
  }
};

bool begins(const std::string &text, const std::string &part) {
  return text.compare(0, part.size(), part) == 0;
}

bool ends(const std::string &text, const std::string &part) {
  return text.size() >= part.size() &&
         text.compare(text.size() - part.size(), part.size(), part) == 0;
}

} // namespace

BOOST_AUTO_TEST_SUITE(study_progress)

BOOST_AUTO_TEST_CASE(durations_in_words) {
  BOOST_CHECK_EQUAL(format_duration(0.), "0 s");
  BOOST_CHECK_EQUAL(format_duration(0.6), "1 s");
  BOOST_CHECK_EQUAL(format_duration(59.4), "59 s");
  BOOST_CHECK_EQUAL(format_duration(59.6), "1 min 0 s");
  BOOST_CHECK_EQUAL(format_duration(200.), "3 min 20 s");
  BOOST_CHECK_EQUAL(format_duration(3599.), "59 min 59 s");
  BOOST_CHECK_EQUAL(format_duration(3600.), "1 h 0 min");
  BOOST_CHECK_EQUAL(format_duration(100000.), "27 h 46 min");
}

BOOST_FIXTURE_TEST_CASE(expected_durations_until_one_is_known, Written) {
  Progress progress(log, {{"mesh", 2}, {"solve", 2}}, {{"mesh", 100.}, {"solve", 900.}});
  progress.begin("mesh", "A-1: mesh");
  BOOST_CHECK(begins(last(), "  0 %  A-1: mesh "));
  BOOST_CHECK(ends(last(), " 33 min 20 s left"));
}

BOOST_FIXTURE_TEST_CASE(measured_durations_set_the_pace_of_all_kinds, Written) {
  Watch watch;
  Progress progress(log, {{"mesh", 2}, {"solve", 1}}, {{"mesh", 1.}, {"solve", 2.}}, watch.now());
  progress.begin("mesh", "A-1: mesh");
  watch.wait(20.);
  progress.end();
  BOOST_CHECK_CLOSE(progress.last_duration(), 20., 1e-6);
  // One of four equal shares is done.
  progress.begin("mesh", "A-2: mesh");
  BOOST_CHECK_MESSAGE(begins(last(), " 25 %  A-2: mesh "), last());
}

BOOST_FIXTURE_TEST_CASE(a_job_that_is_left_out_takes_no_time, Written) {
  Progress progress(log, {{"mesh", 2}, {"solve", 1}}, {{"mesh", 10.}, {"solve", 1000.}});
  progress.skip("mesh");
  progress.skip("solve");
  progress.begin("mesh", "A-2: mesh");
  BOOST_CHECK(begins(last(), "  0 %  A-2: mesh "));
  BOOST_CHECK(ends(last(), " 10 s left"));
}

BOOST_FIXTURE_TEST_CASE(shares_are_not_told_at_every_step, Written) {
  Progress progress(log, {{"solve", 1}}, {{"solve", 10.}});
  progress.begin("solve", "A-1: solve");
  const std::string before = lacuna::checkpoint::read_file(path);
  for (unsigned int i = 0; i <= 100; ++i)
    progress.share(0.01 * i);
  BOOST_CHECK_EQUAL(lacuna::checkpoint::read_file(path), before);
}

BOOST_AUTO_TEST_CASE(progress_never_falls_and_ends_at_all) {
  // The second factor takes five times as long, guessed far too short, too long, and about right.
  const std::vector<double> unlike = {10., 10., 10., 10., 10., 50., 50., 50., 50., 50.};
  const std::vector<double> falling(unlike.rbegin(), unlike.rend());
  for (const double expected : {1., 300., 1e5})
    for (const auto &tenths : {unlike, falling}) {
      Run run(3, expected);
      for (unsigned int i = 0; i < 3; ++i)
        run.job(tenths, (2 - i) * 300., false);
      BOOST_CHECK_EQUAL(run.worst_fall, 0.);
      BOOST_CHECK_LT(run.last_percent, 100.);
      run.progress.finish();
      BOOST_CHECK_EQUAL(run.last(), "100 %  done in 15 min 0 s");
    }
}

BOOST_AUTO_TEST_CASE(after_the_first_job_the_time_left_is_right) {
  // Alike jobs, though none as long as the one before, and with factors of unlike pace.
  const std::vector<double> first = {10., 10., 10., 10., 10., 50., 50., 50., 50., 50.};
  for (const double factor : {0.85, 1., 1.15}) {
    std::vector<double> next;
    for (const double tenth : first)
      next.push_back(factor * tenth);
    Run run(4, 10.);
    run.job(first, 3 * factor * 300., false);
    for (unsigned int i = 0; i < 3; ++i)
      run.job(next, (2 - i) * factor * 300., true);
    BOOST_TEST(run.worst_left < 0.3);
    BOOST_CHECK_EQUAL(run.worst_fall, 0.);
  }
}

BOOST_AUTO_TEST_CASE(other_ranks_write_no_log) {
  const std::string path =
      (std::filesystem::temp_directory_path() / ("lacuna-silent-" + std::to_string(getpid())))
          .string();
  Log log(false, Verbosity::verbose);
  log.open(path);
  log.warn("{}", "unheard");
  BOOST_CHECK(!std::filesystem::exists(path));
}

BOOST_AUTO_TEST_SUITE_END()
