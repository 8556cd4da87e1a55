// SPDX-License-Identifier: LGPL-2.1-or-later
#include <solver/checkpoint/interruption.h>

#include <deal.II/base/mpi.h>

#include <csignal>

namespace lacuna::checkpoint {

namespace {

/** All that a handler may touch. */
volatile std::sig_atomic_t asked = 0;

void note(int) {
  asked = 1;
}

void set_action(int signal, void (*handler)(int), int flags) {
  struct sigaction action {};
  action.sa_handler = handler;
  action.sa_flags = flags;
  sigaction(signal, &action, nullptr);
}

} // namespace

Interruptible::Interruptible() {
  asked = 0;
  // What the system was asked to do goes on; files are not half written.
  set_action(SIGUSR1, note, SA_RESTART);
  set_action(SIGTERM, note, SA_RESTART | static_cast<int>(SA_RESETHAND));
}

Interruptible::~Interruptible() {
  // A USR1 that comes when all is done is no reason to fail: it is still noted. Ignored it would be
  // in programs that are started from here, too, of which xvfb-run waits for one.
  set_action(SIGTERM, SIG_DFL, 0);
}

bool is_asked_to_end() {
  return asked != 0;
}

void end_if_asked(MPI_Comm communicator) {
  if (dealii::Utilities::MPI::logical_or(is_asked_to_end(), communicator))
    throw Interrupted();
}

} // namespace lacuna::checkpoint
