// SPDX-License-Identifier: LGPL-2.1-or-later
#include <meshes/geometry/files/free_memory.h>

#include <params/reader/prm_file.h>

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <limits>

#include <sys/resource.h>
#include <unistd.h>

namespace lacuna::geometry {

namespace {

constexpr double infinite = std::numeric_limits<double>::infinity();

/** As Open MPI, MPICH and their kin tell each rank; not asked of MPI, for that takes all ranks. */
double n_ranks_of_machine() {
  for (const char *name : {"OMPI_COMM_WORLD_LOCAL_SIZE", "MPI_LOCALNRANKS"})
    if (const char *text = std::getenv(name))
      return std::max(1., std::strtod(text, nullptr));
  return 1.;
}

} // namespace

double free_memory_of_machine() {
  std::ifstream file("/proc/meminfo");
  std::string key;
  for (double kB; file >> key >> kB; file.ignore(std::numeric_limits<int>::max(), '\n'))
    if (key == "MemAvailable:")
      return 1024. * kB;
  return infinite;
}

double free_address_space() {
  rlimit limit{};
  if (getrlimit(RLIMIT_AS, &limit) != 0 || limit.rlim_cur == RLIM_INFINITY)
    return infinite;
  double pages = 0.;
  std::ifstream("/proc/self/statm") >> pages;
  return std::max(0., 1. * limit.rlim_cur - pages * sysconf(_SC_PAGESIZE));
}

double free_memory() {
  return std::min(free_memory_of_machine() / n_ranks_of_machine(), free_address_space());
}

void require_memory(const std::string &path, const std::string &what, double bytes) {
  const double available = free_memory();
  if (bytes > available)
    params::refuse_file(path, fmt::format("{}, which take {:.3g} GB", what, 1e-9 * bytes),
                        fmt::format("at most the {:.3g} GB that are free", 1e-9 * available));
}

} // namespace lacuna::geometry
