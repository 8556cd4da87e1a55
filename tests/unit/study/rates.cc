// SPDX-License-Identifier: LGPL-2.1-or-later
#include <meshes/files/whole_file.h>
#include <solver/checkpoint/files.h>
#include <solver/study/rates.h>

#include <boost/test/unit_test.hpp>

#include <cstdlib>
#include <filesystem>
#include <string>

#include <unistd.h>

using namespace lacuna::study;
namespace fs = std::filesystem;

namespace {

/** A folder of its own, which is gone in the end. */
struct Cache {
  std::string folder =
      (fs::temp_directory_path() / ("lacuna-rates-" + std::to_string(getpid()))).string();
  RatesFile file{folder + "/lacuna/rates.json"};

  ~Cache() { fs::remove_all(folder); }
};

const Rates slow = {2., 3., "2026-01-31"};

} // namespace

BOOST_AUTO_TEST_SUITE(study_rates)

BOOST_FIXTURE_TEST_CASE(what_is_kept_is_found_again, Cache) {
  BOOST_CHECK(!file.read("a", "1"));
  file.write("a", "1", slow);
  file.write("b", "1", {1., 1., "2026-02-01"});
  const auto found = file.read("a", "1");
  BOOST_REQUIRE(found);
  BOOST_CHECK_EQUAL(found->elasticity, 2.);
  BOOST_CHECK_EQUAL(found->transport, 3.);
  BOOST_CHECK_EQUAL(found->date, "2026-01-31");
  BOOST_CHECK(!found->is_new);
}

BOOST_FIXTURE_TEST_CASE(another_machine_or_build_has_rates_of_its_own, Cache) {
  file.write("a", "1", slow);
  BOOST_CHECK(!file.read("b", "1"));
  BOOST_CHECK(!file.read("a", "2"));
  file.write("a", "2", slow);
  BOOST_CHECK(!file.read("a", "1"));
}

BOOST_FIXTURE_TEST_CASE(a_damaged_file_is_none, Cache) {
  file.write("a", "1", slow);
  const std::string whole = lacuna::checkpoint::read_file(file.path());
  for (const std::string &text :
       {std::string(), std::string("{"), std::string("[]"), std::string("{\"a\": 1}"),
        whole.substr(0, whole.size() / 2),
        std::string(R"({"a": {"build": "1", "measured": "2026-01-31", "elasticity": -1,)"
                    R"( "transport": 1}})"),
        std::string(R"({"a": {"build": "1", "measured": "2026-01-31", "elasticity": "1",)"
                    R"( "transport": 1}})"),
        std::string(R"({"a": {"build": 1, "measured": null}})")}) {
    lacuna::files::write_text(file.path(), text);
    BOOST_CHECK_MESSAGE(!file.read("a", "1"), text);
  }
  file.write("a", "1", slow);
  BOOST_CHECK(file.read("a", "1"));
}

BOOST_FIXTURE_TEST_CASE(where_nothing_can_be_written_nothing_is_kept, Cache) {
  fs::create_directories(folder);
  lacuna::files::write_text(folder + "/lacuna", "a file in the way");
  BOOST_CHECK_NO_THROW(file.write("a", "1", slow));
  BOOST_CHECK(!file.read("a", "1"));
  BOOST_CHECK_NO_THROW(RatesFile("").write("a", "1", slow));
  BOOST_CHECK(!RatesFile("").read("a", "1"));
}

BOOST_AUTO_TEST_CASE(the_cache_is_the_users) {
  const char *names[] = {"XDG_CACHE_HOME", "HOME"};
  std::string before[2];
  for (unsigned int i = 0; i < 2; ++i)
    before[i] = std::getenv(names[i]) ? std::getenv(names[i]) : "";
  ::setenv("HOME", "/me", 1);
  ::setenv("XDG_CACHE_HOME", "/scratch/me", 1);
  BOOST_CHECK_EQUAL(RatesFile::of_user().path(), "/scratch/me/lacuna/rates.json");
  ::setenv("XDG_CACHE_HOME", "relative", 1);
  BOOST_CHECK_EQUAL(RatesFile::of_user().path(), "/me/.cache/lacuna/rates.json");
  ::unsetenv("XDG_CACHE_HOME");
  ::unsetenv("HOME");
  BOOST_CHECK_EQUAL(RatesFile::of_user().path(), "");
  for (unsigned int i = 0; i < 2; ++i)
    if (!before[i].empty())
      ::setenv(names[i], before[i].c_str(), 1);
}

BOOST_AUTO_TEST_SUITE_END()
