// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <mpi.h>

#include <exception>

namespace lacuna::checkpoint {

/** Ends a run that was asked to end, on all ranks alike; what it has found is on disk. */
class Interrupted : public std::exception {
public:
  const char *what() const noexcept override { return "interrupted; --resume goes on from here"; }
};

/**
 * For as long as it lives, SIGUSR1 and SIGTERM do not end the process but ask the run to end as
 * soon as its state is on disk. A second SIGTERM ends the process at once.
 */
class Interruptible {
public:
  Interruptible();
  ~Interruptible();
  Interruptible(const Interruptible &) = delete;
  Interruptible &operator=(const Interruptible &) = delete;
};

/** Whether this rank was asked to end; others may not know of it yet. */
bool is_asked_to_end();

/** Throws Interrupted on all ranks where any was asked to end. Collective. */
void end_if_asked(MPI_Comm communicator);

} // namespace lacuna::checkpoint
