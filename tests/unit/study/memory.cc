// SPDX-License-Identifier: LGPL-2.1-or-later
#include <solver/study/memory.h>

#include <boost/test/unit_test.hpp>

#include <cmath>
#include <vector>

#include <sys/resource.h>

using namespace lacuna::study;

BOOST_AUTO_TEST_SUITE(study_memory)

BOOST_AUTO_TEST_CASE(the_peak_counts_from_where_it_was_restarted) {
  const double much = 3e8;
  if (!restart_peak_memory(MPI_COMM_WORLD)) {
    BOOST_TEST_MESSAGE("this system lets no process reset its peak");
    return;
  }
  const double before = peak_memory(MPI_COMM_WORLD);
  { std::vector<char> block(static_cast<std::size_t>(much), 1); }
  BOOST_TEST(peak_memory(MPI_COMM_WORLD) > before + 0.9 * much);
  BOOST_TEST(restart_peak_memory(MPI_COMM_WORLD));
  BOOST_TEST(peak_memory(MPI_COMM_WORLD) < before + 0.1 * much);
}

BOOST_AUTO_TEST_CASE(the_limit_of_the_address_space_bounds_what_is_available) {
  const double whole = available_memory(MPI_COMM_WORLD);
  BOOST_TEST(whole > 1e6);
  rlimit before{};
  getrlimit(RLIMIT_AS, &before);
  rlimit limited = before;
  limited.rlim_cur = 1; // less than is used already
  setrlimit(RLIMIT_AS, &limited);
  const double none = available_memory(MPI_COMM_WORLD);
  setrlimit(RLIMIT_AS, &before);
  BOOST_TEST(none == 0.);
}

BOOST_AUTO_TEST_SUITE_END()
