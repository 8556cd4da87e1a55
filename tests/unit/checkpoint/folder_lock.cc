// SPDX-License-Identifier: LGPL-2.1-or-later
#include <meshes/files/whole_file.h>
#include <solver/checkpoint/folder_lock.h>

#include <boost/test/unit_test.hpp>

#include <chrono>
#include <filesystem>
#include <thread>

#include <sys/wait.h>
#include <unistd.h>

using lacuna::checkpoint::FolderLock;
namespace fs = std::filesystem;

BOOST_AUTO_TEST_SUITE(folder_lock)

namespace {

constexpr std::chrono::milliseconds beat{20};

struct Folder {
  Folder() { fs::create_directories(path); }
  ~Folder() { fs::remove_all(path); }

  std::string path = fs::temp_directory_path() / ("lacuna-lock-" + std::to_string(::getpid()));
  std::string file = path + "/" + lacuna::checkpoint::lock_file;
};

/** Whether something comes true soon. */
template <typename Condition>
bool soon(const Condition &holds) {
  for (int i = 0; i < 1000 && !holds(); ++i)
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  return holds();
}

} // namespace

BOOST_AUTO_TEST_CASE(a_lock_shows_that_it_lives) {
  const Folder folder;
  const FolderLock lock(folder.path, beat);
  const auto long_ago = fs::last_write_time(folder.file) - std::chrono::hours(1);
  fs::last_write_time(folder.file, long_ago);
  BOOST_TEST(
      soon([&] { return fs::last_write_time(folder.file) - long_ago > std::chrono::minutes(50); }));
}

BOOST_AUTO_TEST_CASE(a_process_whose_lock_was_taken_ends) {
  const Folder folder;
  const pid_t child = ::fork();
  if (child == 0) {
    const FolderLock lock(folder.path, beat);
    std::this_thread::sleep_for(std::chrono::seconds(30));
    ::_exit(0);
  }
  BOOST_TEST(soon([&] { return !FolderLock::holder(folder.path).empty(); }));
  lacuna::files::write_text(folder.file, "process 1 on elsewhere since 2026-01-31 12:00:00 UTC");
  int status = 0;
  BOOST_TEST(::waitpid(child, &status, 0) == child);
  BOOST_TEST((WIFEXITED(status) && WEXITSTATUS(status) == 1));
  BOOST_TEST(fs::exists(folder.file));
}

BOOST_AUTO_TEST_SUITE_END()
