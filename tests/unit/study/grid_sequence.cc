// SPDX-License-Identifier: LGPL-2.1-or-later
#include <solver/study/grid_sequence.h>

#include <tests/scaffolds.h>

#include <boost/test/unit_test.hpp>

using namespace lacuna;
using namespace lacuna::study;

BOOST_AUTO_TEST_SUITE(study_grid_sequence)

BOOST_AUTO_TEST_CASE(grids_go_on_as_they_grew) {
  GridSequence necks(1e9);
  for (const double size : {100., 150., 250.})
    necks.add(size);
  BOOST_CHECK(necks.add_alike());
  BOOST_CHECK_CLOSE(necks.grids().last, 450., 1e-9);
  BOOST_CHECK_CLOSE(necks.grids().sum, 950., 1e-9);
}

BOOST_AUTO_TEST_CASE(what_is_too_large_is_no_grid_unless_it_is_the_first) {
  GridSequence sequence(200.);
  BOOST_CHECK(sequence.add(300.));
  BOOST_CHECK(!sequence.add(400.));
  BOOST_CHECK_EQUAL(sequence.grids().last, 300.);
}

BOOST_AUTO_TEST_CASE(counting_ends_where_it_takes_long) {
  double size = 1e5;
  unsigned int n_counted = 0;
  const auto count = [&] {
    ++n_counted;
    return size;
  };
  const auto refine = [&] {
    size *= 2.;
    return true;
  };
  const Grids grids = count_grids(1e12, 5, 10., count, refine);
  // 1e6, 2e6 by counting; from there on the last step is made twice as large each time.
  BOOST_CHECK_EQUAL(n_counted, 2u);
  BOOST_CHECK_CLOSE(grids.last, 10. * 3.2e6, 1e-9);
  BOOST_CHECK_CLOSE(grids.sum, 10. * 6.3e6, 1e-9);
}

BOOST_AUTO_TEST_CASE(refinement_ends_with_the_error_bar) {
  auto d = tests::discretization(1e-4, 0.01, 6, 1e9);
  const auto followed = [&](const Approach &approach) {
    GridSequence sequence(d.max_unknowns);
    for (const double size : {100., 150., 250.})
      sequence.add(size);
    follow(sequence, approach, d);
    return sequence;
  };
  const auto n_grids = [&](double error, std::size_t fewest) {
    return followed({error, fewest}).size();
  };
  BOOST_CHECK_EQUAL(n_grids(0.009, 3), 3u);
  BOOST_CHECK_EQUAL(n_grids(0.019, 3), 4u);
  BOOST_CHECK_EQUAL(n_grids(0.07, 3), 6u);
  BOOST_CHECK_EQUAL(n_grids(10., 3), 7u);
  BOOST_CHECK_EQUAL(n_grids(0.009, 4), 4u);
  // The next grid may be known, or all cells be halved.
  BOOST_CHECK_CLOSE(followed({0.019, 3, 300.}).last(), 300., 1e-9);
  BOOST_CHECK_CLOSE(followed({0.039, 3, 0., true}).last(), 2000., 1e-9);
}

BOOST_AUTO_TEST_SUITE_END()
