// SPDX-License-Identifier: LGPL-2.1-or-later
#include <solver/checkpoint/common_state.h>

#include <meshes/files/is_root.h>
#include <solver/checkpoint/interruption.h>

#include <deal.II/base/mpi.h>

namespace lacuna::checkpoint {

CommonState::CommonState(MPI_Comm communicator, const std::string &path, const std::string &about)
    : communicator_(communicator) {
  if (files::is_root(communicator))
    file_.emplace(MPI_COMM_SELF, path, about, 0.);
}

std::optional<Numbers> CommonState::read() {
  const std::string bytes =
      dealii::Utilities::MPI::broadcast(communicator_, file_ ? file_->read() : std::string());
  return bytes.empty() ? std::nullopt : std::optional<Numbers>(bytes);
}

void CommonState::write(const Numbers &numbers) {
  if (file_)
    file_->write(numbers.bytes());
  end_if_asked(communicator_);
}

void CommonState::remove() {
  if (file_)
    file_->remove();
}

} // namespace lacuna::checkpoint
