// SPDX-License-Identifier: LGPL-2.1-or-later
#include <solver/checkpoint/repartition.h>

#include <boost/test/unit_test.hpp>

using lacuna::checkpoint::Numbers;
using lacuna::checkpoint::Repartition;

BOOST_AUTO_TEST_SUITE(repartition)

namespace {

/** What a rank with these nodes would write: a number that all have, and ten times the names. */
std::string part(const std::vector<double> &names, double common = 0.5) {
  std::vector<double> values;
  for (const double name : names)
    values.push_back(10. * name);
  Numbers numbers;
  numbers.serialize_names(names);
  numbers.serialize(common);
  numbers.put({true, names.size()}, values);
  std::vector<double> list = {1., 2., 3.};
  numbers.serialize(list);
  return numbers.bytes();
}

} // namespace

BOOST_AUTO_TEST_CASE(parts_of_three_ranks_are_those_of_two) {
  const std::vector<double> first = {4., 0., 7.}, second = {2., 9., 3., 1.};
  for (const auto &names : {first, second}) {
    Repartition own(names);
    for (const auto &other : {std::vector<double>{0., 1., 2.}, {3., 4.}, {7., 9.}})
      own.add(part(other));
    BOOST_TEST((own.bytes() == part(names)));
  }
}

BOOST_AUTO_TEST_CASE(a_rank_may_have_no_nodes) {
  Repartition own({});
  own.add(part({0., 1.}));
  own.add(part({}));
  BOOST_TEST((own.bytes() == part({})));
}

BOOST_AUTO_TEST_CASE(parts_that_do_not_fit_are_refused) {
  const std::vector<double> names = {0., 1.};
  Repartition lacks(names);
  lacks.add(part({0.}));
  BOOST_CHECK_THROW(lacks.bytes(), std::runtime_error);
  Repartition damaged(names);
  const std::string whole = part(names);
  BOOST_CHECK_THROW(damaged.add(whole.substr(0, whole.size() - 8)), std::runtime_error);
  Repartition nameless(names);
  Numbers numbers;
  double x = 1.;
  numbers.serialize(x);
  BOOST_CHECK_THROW(nameless.add(numbers.bytes()), std::runtime_error);
}

BOOST_AUTO_TEST_SUITE_END()
