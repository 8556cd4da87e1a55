// SPDX-License-Identifier: LGPL-2.1-or-later
#include <meshes/files/whole_file.h>
#include <solver/checkpoint/files.h>
#include <solver/checkpoint/numbers.h>
#include <solver/checkpoint/state_file.h>

#include <deal.II/base/mpi.h>

#include <boost/test/unit_test.hpp>

#include <cmath>
#include <filesystem>

#include <unistd.h>

using lacuna::checkpoint::Numbers;
using lacuna::checkpoint::StateFile;

BOOST_AUTO_TEST_SUITE(state_file)

namespace {

unsigned int rank() {
  return dealii::Utilities::MPI::this_mpi_process(MPI_COMM_WORLD);
}

/** A folder of this test alone, the same on all ranks. */
struct Folder {
  Folder() {
    const int id = dealii::Utilities::MPI::broadcast(MPI_COMM_WORLD, int(getpid()), 0);
    path = std::filesystem::temp_directory_path() / ("lacuna-state-" + std::to_string(id));
    std::filesystem::create_directories(path);
    MPI_Barrier(MPI_COMM_WORLD);
  }
  ~Folder() {
    MPI_Barrier(MPI_COMM_WORLD);
    std::error_code error;
    std::filesystem::remove_all(path, error);
  }

  StateFile file(const std::string &about) const {
    return StateFile(MPI_COMM_WORLD, path / "run.state", about, 0.);
  }
  std::filesystem::path part(unsigned int number) const {
    return path / ("run.state." + std::to_string(rank()) + "." + std::to_string(number % 2));
  }
  std::size_t n_files() const {
    MPI_Barrier(MPI_COMM_WORLD);
    using Iterator = std::filesystem::directory_iterator;
    return std::distance(Iterator(path), Iterator());
  }

  std::filesystem::path path;
};

/** Not of the same length on all ranks, and with what text would not keep. */
std::string state(int number) {
  return std::string(3 + rank(), 'a') + '\0' + std::to_string(number) + "\r\n";
}

/** As they are kept. */
Numbers kept(const std::vector<double> &values) {
  return Numbers(std::string(reinterpret_cast<const char *>(values.data()), 8 * values.size()));
}

} // namespace

BOOST_AUTO_TEST_CASE(the_newest_state_comes_back) {
  const Folder folder;
  StateFile file = folder.file("a run");
  BOOST_TEST(file.read().empty());
  for (const int number : {1, 2, 3, 4}) {
    BOOST_TEST(file.is_due());
    file.write(state(number));
    BOOST_TEST((folder.file("a run").read() == state(number)));
  }
  // A run that goes on writes the next.
  StateFile next = folder.file("a run");
  next.read();
  next.write(state(5));
  BOOST_TEST((folder.file("a run").read() == state(5)));
  BOOST_TEST(folder.file("another").read().empty());
  // With the parts of ranks that an earlier run had.
  if (rank() == 0)
    lacuna::files::write_text(folder.path / "run.state.7.1", "of the eighth rank");
  next.remove();
  BOOST_TEST(folder.n_files() == 0u);
}

BOOST_AUTO_TEST_CASE(a_broken_part_costs_one_state) {
  const Folder folder;
  StateFile file = folder.file("a run");
  for (const int number : {1, 2, 3})
    file.write(state(number));
  // Half written on the last rank alone, or changed.
  const bool last = rank() + 1 == dealii::Utilities::MPI::n_mpi_processes(MPI_COMM_WORLD);
  const std::string whole = lacuna::checkpoint::read_file(folder.part(3));
  for (const std::string &broken :
       {whole.substr(0, whole.size() - 3), whole + "x", std::string()}) {
    if (last)
      lacuna::files::write_text(folder.part(3), broken);
    BOOST_TEST((folder.file("a run").read() == state(2)));
  }
  if (last)
    std::filesystem::remove(folder.part(2));
  BOOST_TEST(folder.file("a run").read().empty());
}

namespace {

/** Nodes 0 to 9, of which ranks have shares; each has its square. */
std::vector<double> share(unsigned int rank, unsigned int n_ranks) {
  std::vector<double> names;
  for (unsigned int node = 0; node < 10; ++node)
    if (node % n_ranks == rank)
      names.push_back(node);
  return names;
}

std::string squares(const std::vector<double> &names, double step) {
  std::vector<double> values;
  for (const double name : names)
    values.push_back(name * name);
  Numbers numbers;
  numbers.serialize_names(names);
  numbers.serialize(step);
  numbers.put({true, names.size()}, values);
  return numbers.bytes();
}

} // namespace

BOOST_AUTO_TEST_CASE(a_state_is_read_on_another_number_of_ranks) {
  const Folder folder;
  const unsigned int n_ranks = dealii::Utilities::MPI::n_mpi_processes(MPI_COMM_WORLD);
  const auto own = share(rank(), n_ranks), all = share(0, 1);
  StateFile file = folder.file("a run");
  for (const double step : {1., 2., 3.})
    file.write(squares(own, step));
  MPI_Barrier(MPI_COMM_WORLD);
  if (rank() == 0) {
    StateFile alone(MPI_COMM_SELF, folder.path / "run.state", "a run", 0.);
    BOOST_TEST((alone.read(&all) == squares(all, 3.)));
    // Whoever cannot put it together has nothing.
    StateFile nameless(MPI_COMM_SELF, folder.path / "run.state", "a run", 0.);
    BOOST_TEST(nameless.read().empty() == (n_ranks > 1));
    alone.write(squares(all, 4.));
  }
  MPI_Barrier(MPI_COMM_WORLD);
  // The parts of the other ranks are of an older state.
  BOOST_TEST((folder.file("a run").read(&own) == squares(own, 4.)));
}

BOOST_AUTO_TEST_CASE(numbers_that_do_not_fit_are_refused) {
  BOOST_CHECK_THROW(Numbers("odd"), std::runtime_error);
  for (const double wrong : {-1., 4294967296., 1e300, std::nan("")}) {
    unsigned int n = 0;
    BOOST_CHECK_THROW(kept({wrong}).serialize(n), std::runtime_error);
  }
  for (const double size : {-1., 2., 1e15, 1e300, std::nan("")}) {
    std::vector<double> values;
    BOOST_CHECK_THROW(kept({size, 0.5}).serialize(values), std::runtime_error);
  }
}

BOOST_AUTO_TEST_CASE(numbers_come_back_in_order) {
  double a = 0.1;
  unsigned long b = (1ul << 52) + 1;
  std::vector<double> c = {1., -0., INFINITY};
  Numbers out;
  out.serialize(a);
  out.serialize(b);
  out.serialize(c);
  double a2 = 0.;
  unsigned long b2 = 0;
  std::vector<double> c2;
  Numbers in(out.bytes());
  in.serialize(a2);
  in.serialize(b2);
  in.serialize(c2);
  BOOST_TEST(a2 == a);
  BOOST_TEST(b2 == b);
  BOOST_TEST(c2 == c, boost::test_tools::per_element());
  BOOST_CHECK_THROW(in.serialize(a2), std::runtime_error);
}

BOOST_AUTO_TEST_SUITE_END()
