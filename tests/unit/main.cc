// SPDX-License-Identifier: LGPL-2.1-or-later
// The main of every test program: MPI and PETSc live as long as the tests do, whose command line is
// Boost.Test's alone.
#include <deal.II/base/mpi.h>

#include <boost/test/unit_test.hpp>

namespace {
bool initialise() {
  return true;
}
} // namespace

int main(int argc, char *argv[]) {
  char *words[] = {argv[0], nullptr}, **first = words;
  int n_words = 1;
  dealii::Utilities::MPI::MPI_InitFinalize mpi(n_words, first, 1);
  return boost::unit_test::unit_test_main(&initialise, argc, argv);
}
