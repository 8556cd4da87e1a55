// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <solver/checkpoint/numbers.h>
#include <solver/checkpoint/state_file.h>

#include <optional>

namespace lacuna::checkpoint {

/** A state that is the same on all ranks, whatever their number; the first one keeps it. */
class CommonState {
public:
  /** See StateFile. */
  CommonState(MPI_Comm communicator, const std::string &path, const std::string &about);

  /** The newest that is whole. Collective. */
  std::optional<Numbers> read();

  /** Writes the next one; throws Interrupted where the run was asked to end. Collective. */
  void write(const Numbers &numbers);

  /** Deletes the files. Collective. */
  void remove();

private:
  MPI_Comm communicator_;
  /** Of the first rank. */
  std::optional<StateFile> file_;
};

} // namespace lacuna::checkpoint
