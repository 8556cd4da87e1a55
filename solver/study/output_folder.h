// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <solver/checkpoint/folder_lock.h>

#include <mpi.h>

#include <optional>
#include <string>
#include <vector>

namespace lacuna::study {

/**
 * The folder of a command's results, which no other run writes to as long as this lives. One that
 * was made for it and has nothing in it in the end goes again.
 */
class OutputFolder {
public:
  /**
   * Makes the folder where it is not there. Collective; throws params::InputError where it cannot
   * be made or written, or another run is at work in it.
   */
  OutputFolder(MPI_Comm communicator, const std::string &path);
  ~OutputFolder();
  OutputFolder(const OutputFolder &) = delete;
  OutputFolder &operator=(const OutputFolder &) = delete;

  const std::string &path() const { return path_; }

  /** On rank 0: who was at work in the folder and did not come to its end; empty where nobody. */
  std::string left_behind() const { return lock_ ? lock_->left_behind() : ""; }

private:
  void open();

  std::string path_;
  /** Folders that this made, the innermost first. */
  std::vector<std::string> made_;
  std::optional<checkpoint::FolderLock> lock_;
};

} // namespace lacuna::study
