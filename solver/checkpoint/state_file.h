// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <mpi.h>

#include <chrono>
#include <string>

namespace lacuna::checkpoint {

/**
 * The state of a computation on several ranks, each of which writes its own part, or on the first
 * rank alone (MPI_COMM_SELF), whatever their number. The last two states are kept, so that wherever
 * a run is interrupted all parts of one of them are there.
 */
class StateFile {
public:
  /**
   * @param path What the files' names begin with.
   * @param about What the state belongs to; files about anything else or of another number of ranks
   *   are passed over.
   * @param interval Shortest time between two states (s).
   */
  StateFile(MPI_Comm communicator, const std::string &path, const std::string &about,
            double interval);

  /** This rank's part of the newest state that is whole; nothing where there is none. Collective.
   */
  std::string read();

  /** Whether it is time for the next state, the same on all ranks. */
  bool is_due() const;

  /** Writes the next state. Collective; throws std::runtime_error with the path. */
  void write(const std::string &part);

  /** Deletes the files, also those of a run on other ranks. Collective. */
  void remove();

private:
  static constexpr unsigned int n_kept_ = 2;

  struct Part {
    unsigned int number; // from 1 on; 0 for none
    std::string content;
  };

  std::string path(unsigned int number) const;
  Part read(const std::string &path) const;

  MPI_Comm communicator_;
  /** Of all ranks, and of this one. */
  std::string stem_, path_;
  std::string about_;
  double interval_;
  std::chrono::steady_clock::time_point last_ = std::chrono::steady_clock::now();
  /** Of the last state that was read or written. */
  unsigned int number_ = 0;
};

} // namespace lacuna::checkpoint
