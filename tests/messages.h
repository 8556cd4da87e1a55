// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <deal.II/base/mpi.h>

#include <boost/test/unit_test.hpp>

#include <string>

namespace lacuna::tests {

/** Shown by --log_level=message, once whatever the number of ranks. */
inline void message(const std::string &text) {
  if (dealii::Utilities::MPI::this_mpi_process(MPI_COMM_WORLD) == 0)
    BOOST_TEST_MESSAGE(text);
}

/** BOOST_TEST(x == y, close_to(0.01)): to a relative difference. */
inline auto close_to(double tolerance) {
  return boost::test_tools::tolerance(tolerance);
}

} // namespace lacuna::tests
