// SPDX-License-Identifier: LGPL-2.1-or-later
#include <solver/study/rates.h>

#include <meshes/files/is_root.h>
#include <solver/study/calibration.h>
#include <solver/study/version.h>

#include <deal.II/base/mpi.h>

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <ctime>
#include <fstream>
#include <thread>

#include <sys/stat.h>

namespace lacuna::study {

namespace {

/** Model and number of processors, and the ranks at hand. */
std::string this_machine(MPI_Comm communicator) {
  std::ifstream file("/proc/cpuinfo");
  std::string line, model = "unknown processor";
  while (std::getline(file, line))
    if (line.rfind("model name", 0) == 0 && line.find(": ") != std::string::npos) {
      model = line.substr(line.find(": ") + 2);
      break;
    }
  return fmt::format("{}, {} threads, {} ranks", model, std::thread::hardware_concurrency(),
                     dealii::Utilities::MPI::n_mpi_processes(communicator));
}

/** The version and when it was built. */
std::string this_build() {
  struct stat executable {};
  ::stat("/proc/self/exe", &executable);
  return fmt::format("{} of {}", lacuna_version, executable.st_mtime);
}

/** What rank 0 has, on all ranks; without a date where that is nothing. */
Rates of_root(MPI_Comm communicator, const std::optional<Rates> &found) {
  Rates rates = found.value_or(Rates());
  rates.date = dealii::Utilities::MPI::broadcast(communicator, rates.date);
  for (const auto member : {&Rates::elasticity, &Rates::transport})
    rates.*member = dealii::Utilities::MPI::broadcast(communicator, rates.*member);
  return rates;
}

} // namespace

Rates rates_here(MPI_Comm communicator) {
  const std::string machine = this_machine(communicator), build = this_build();
  const RatesFile file = RatesFile::of_user();
  const bool is_root = files::is_root(communicator);
  // Ranks may see different caches.
  const Rates kept = of_root(communicator, is_root ? file.read(machine, build) : std::nullopt);
  if (!kept.date.empty())
    return kept;
  Rates rates = measure_rates(communicator);
  rates.date = fmt::format("{:%Y-%m-%d}", fmt::localtime(std::time(nullptr)));
  rates.is_new = true;
  if (is_root)
    file.write(machine, build, rates);
  return rates;
}

} // namespace lacuna::study
