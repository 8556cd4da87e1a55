// SPDX-License-Identifier: LGPL-2.1-or-later
#include <solver/checkpoint/files.h>
#include <solver/study/progress.h>

#include <boost/test/unit_test.hpp>

#include <filesystem>
#include <thread>

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
  Progress progress(log, {{"mesh", 2}, {"solve", 1}}, {{"mesh", 1.}, {"solve", 2.}});
  progress.begin("mesh", "A-1: mesh");
  std::this_thread::sleep_for(std::chrono::milliseconds(20));
  progress.end();
  BOOST_CHECK_GE(progress.last_duration(), 0.02);
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
