// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <string>

namespace lacuna::checkpoint {

/**
 * Keeps other runs from writing to a folder for as long as it lives, by a file in it that says on
 * which host and in which process since when. The system frees the lock (flock) of a process that
 * is killed, and the next run takes it over; on another host that may not be seen, so that a lock
 * from there holds until its file is deleted.
 */
class FolderLock {
public:
  /**
   * Throws params::InputError where another run is at work in the folder or the folder cannot be
   * written, std::runtime_error where the disk is full.
   */
  explicit FolderLock(const std::string &folder);
  ~FolderLock();
  FolderLock(const FolderLock &) = delete;
  FolderLock &operator=(const FolderLock &) = delete;

  /** Who had locked the folder and did not come to its end; empty where nobody. */
  const std::string &left_behind() const { return left_behind_; }

  /** Who is at work in a folder, such as "process 12 on host since 2026-01-31 12:00:00 UTC"; empty
   * where nobody is. */
  static std::string holder(const std::string &folder);

private:
  std::string path_, left_behind_;
  int file_;
};

} // namespace lacuna::checkpoint
