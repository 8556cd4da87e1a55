// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <deal.II/base/mpi.h>
#include <deal.II/base/utilities.h>

#include <fmt/format.h>

#include <chrono>
#include <cstdio>
#include <ctime>

namespace lacuna::benchmark {

/** Seconds until the slowest rank has done its work. */
template <typename Work>
double seconds(const Work &work) {
  MPI_Barrier(MPI_COMM_WORLD);
  const auto start = std::chrono::steady_clock::now();
  work();
  MPI_Barrier(MPI_COMM_WORLD);
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

/** Seconds of processor time of the rank that used most: other programs do not count. */
template <typename Work>
double processor_seconds(const Work &work) {
  const std::clock_t start = std::clock();
  work();
  return dealii::Utilities::MPI::max(double(std::clock() - start) / CLOCKS_PER_SEC, MPI_COMM_WORLD);
}

/** Best of several runs. */
template <typename Work>
double best_of(unsigned int n, const Work &work) {
  double best = 1e30;
  for (unsigned int i = 0; i < n; ++i)
    best = std::min(best, seconds(work));
  return best;
}

/** Bytes: the sum of the ranks' highest resident sizes up to now. */
inline double peak_memory() {
  dealii::Utilities::System::MemoryStats memory;
  dealii::Utilities::System::get_memory_stats(memory);
  return dealii::Utilities::MPI::sum(1024. * memory.VmHWM, MPI_COMM_WORLD);
}

inline unsigned int n_ranks() {
  return dealii::Utilities::MPI::n_mpi_processes(MPI_COMM_WORLD);
}

/** A line from the first rank, at once. */
template <typename... Values>
void print(const char *format, const Values &...values) {
  if (dealii::Utilities::MPI::this_mpi_process(MPI_COMM_WORLD) == 0) {
    fmt::print("{}\n", fmt::format(fmt::runtime(format), values...));
    std::fflush(stdout);
  }
}

} // namespace lacuna::benchmark
