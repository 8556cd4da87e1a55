// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <string>
#include <thread>

namespace lacuna::checkpoint {

/** The file of a lock. */
inline const char *const lock_file = ".lacuna-lock";

/** How often the holder of a lock touches its file, and for how long after that it still holds for
 * other hosts. */
constexpr std::chrono::seconds heartbeat{10}, lease{120};

/**
 * Keeps other runs from writing to a folder for as long as it lives, by a file in it that says on
 * which host and in which process since when. The system frees the lock (flock) of a process that
 * is killed, and the next run takes it over. On another host that may not be seen: there a lock
 * holds as long as its file is touched, by the clock of the file system. A holder that was taken
 * for dead, as one that was stopped for longer, ends its process when it finds out.
 */
class FolderLock {
public:
  /**
   * Throws params::InputError where another run is at work in the folder or the folder cannot be
   * written, std::runtime_error where the disk is full.
   */
  explicit FolderLock(const std::string &folder, std::chrono::milliseconds beat = heartbeat);
  ~FolderLock();
  FolderLock(const FolderLock &) = delete;
  FolderLock &operator=(const FolderLock &) = delete;

  /** Who had locked the folder and did not come to its end; empty where nobody. */
  const std::string &left_behind() const { return left_behind_; }

  /** Who is at work in a folder, such as "process 12 on host since 2026-01-31 12:00:00 UTC"; empty
   * where nobody is. */
  static std::string holder(const std::string &folder);

private:
  /** Touches the file until the lock goes. */
  void live(const std::string &words, std::chrono::milliseconds beat);

  std::string path_, left_behind_;
  int file_;
  std::mutex mutex_;
  std::condition_variable ended_;
  bool has_ended_ = false;
  std::thread heart_;
};

} // namespace lacuna::checkpoint
