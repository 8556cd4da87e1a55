// SPDX-License-Identifier: LGPL-2.1-or-later
#include <solver/operators/operator.h>

#include <boost/test/unit_test.hpp>

#include <cmath>

using lacuna::operators::require_convergence;

namespace {

std::string message(double residual) {
  try {
    require_convergence({40, residual}, 1e-6);
  } catch (const std::exception &error) {
    return error.what();
  }
  return "";
}

} // namespace

BOOST_AUTO_TEST_SUITE(operators_convergence)

BOOST_AUTO_TEST_CASE(a_residual_that_is_no_number_is_no_solution) {
  BOOST_TEST(message(9e-6) == "");
  BOOST_TEST(message(2e-5) == "the linear solver stopped after 40 iterations at a residual of "
                              "2.0e-05 instead of 1.0e-06");
  for (const double residual : {std::nan(""), -std::nan(""), HUGE_VAL})
    BOOST_TEST(message(residual) == "the linear solver failed after 40 iterations: its residual is "
                                    "no number, for lengths, stiffnesses or rates too far apart");
}

BOOST_AUTO_TEST_SUITE_END()
