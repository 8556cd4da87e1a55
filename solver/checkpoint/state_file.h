// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <mpi.h>

#include <chrono>
#include <string>
#include <vector>

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
   * @param about What the state belongs to; files about anything else are passed over.
   * @param interval Shortest time between two states (s).
   */
  StateFile(MPI_Comm communicator, const std::string &path, const std::string &about,
            double interval);

  /**
   * This rank's part of the newest state that is whole; nothing where there is none. Collective.
   *
   * @param names Of the nodes that this rank owns, see Numbers::serialize_names(): a state of
   *   another number of ranks is put together by them. None where such a state is of no use.
   */
  std::string read(const std::vector<double> *names = nullptr);

  /** Whether it is time for the next state, or the run was asked to end; the same on all ranks. */
  bool is_due() const;

  /** Writes the next state. Collective; throws std::runtime_error with the path. */
  void write(const std::string &part);

  /** Deletes the files, also those of a run on other ranks. Collective. */
  void remove();

private:
  static constexpr unsigned int n_kept_ = 2;

  /** Which state a part belongs to. */
  struct State {
    unsigned int number; // from 1 on; 0 for none
    unsigned int n_ranks;
  };
  struct Part {
    State state;
    std::string content;
  };

  std::string path(unsigned int rank, unsigned int number) const;
  /** Those that the first rank has, the newest first. Collective. */
  std::vector<State> states() const;
  Part read(const std::string &path) const;
  /** This rank's part of a state; nothing where the state is not whole. Collective. */
  std::string read(const State &state, const std::vector<double> *names) const;

  MPI_Comm communicator_;
  std::string stem_, about_;
  unsigned int rank_, n_ranks_;
  double interval_;
  std::chrono::steady_clock::time_point last_ = std::chrono::steady_clock::now();
  /** Of the last state that was read or written. */
  unsigned int number_ = 0;
};

} // namespace lacuna::checkpoint
