// SPDX-License-Identifier: LGPL-2.1-or-later
#include <params/reader/prm_file.h>
#include <solver/checkpoint/folder_lock.h>

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <ctime>
#include <optional>
#include <regex>
#include <stdexcept>
#include <system_error>

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

namespace lacuna::checkpoint {

namespace {

std::string lock_path(const std::string &folder) {
  return folder + "/.lacuna-lock";
}

std::string host_name() {
  std::array<char, 256> name{};
  ::gethostname(name.data(), name.size() - 1);
  return name.data();
}

/** Who locked a folder, as the lock's file has it: "process 12 on host since … UTC". */
struct Holder {
  std::string words, host;
  pid_t process;

  static std::string myself() {
    return fmt::format("process {} on {} since {:%Y-%m-%d %H:%M:%S} UTC", ::getpid(), host_name(),
                       fmt::gmtime(std::time(nullptr)));
  }

  /** None where the file does not say, as it was cut or is none of Lacuna's. */
  static std::optional<Holder> read(int file) {
    std::array<char, 512> text{};
    const ssize_t n = ::pread(file, text.data(), text.size(), 0);
    const std::string words(text.data(), n > 0 ? n : 0);
    static const std::regex form(R"(process (\d{1,9}) on ([\w.-]+) since [\d-]{10} [\d:]{8} UTC)");
    std::smatch parts;
    if (!std::regex_match(words, parts, form))
      return std::nullopt;
    return Holder{words, parts[2], pid_t(std::stol(parts[1]))};
  }

  bool is_elsewhere() const { return host != host_name(); }
  bool lives() const { return ::kill(process, 0) == 0 || errno == EPERM; }
};

/** Whether the open file locks: taken, held by another process, or not known to the file system. */
enum class Flock { taken, held, unknown };

Flock try_flock(int file) {
  if (::flock(file, LOCK_EX | LOCK_NB) == 0)
    return Flock::taken;
  return errno == EWOULDBLOCK ? Flock::held : Flock::unknown;
}

/** Whether a lock's file belongs to a run that goes on, as far as can be known. */
bool is_held(Flock flock, const std::optional<Holder> &holder) {
  if (flock == Flock::held)
    return true;
  return holder && (holder->is_elsewhere() || (flock == Flock::unknown && holder->lives()));
}

std::string words(const std::optional<Holder> &holder) {
  return holder ? holder->words : "another process";
}

/** Whether a path still names the open file: a run that ends deletes it. */
bool is_at(const std::string &path, int file) {
  struct stat opened, named;
  return ::fstat(file, &opened) == 0 && ::lstat(path.c_str(), &named) == 0 &&
         opened.st_ino == named.st_ino && opened.st_dev == named.st_dev;
}

[[noreturn]] void refuse_unwritable(const std::string &folder, int error) {
  const std::string reason = std::generic_category().message(error);
  if (error == ENOSPC || error == EDQUOT || error == EFBIG || error == EIO)
    throw std::runtime_error(folder + ": cannot be written: " + reason);
  params::refuse_file(folder, "cannot be written: " + reason,
                      "a folder that results can be written to");
}

} // namespace

FolderLock::FolderLock(const std::string &folder) : path_(lock_path(folder)), file_(-1) {
  Flock flock;
  do {
    if (file_ >= 0)
      ::close(file_);
    file_ = ::open(path_.c_str(), O_RDWR | O_CREAT | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC, 0666);
    if (file_ < 0)
      refuse_unwritable(folder, errno);
    flock = try_flock(file_);
  } while (!is_at(path_, file_));
  const std::optional<Holder> former = Holder::read(file_);
  if (is_held(flock, former)) {
    ::close(file_);
    const bool may_be_stale = flock != Flock::held && former->is_elsewhere();
    params::refuse_file(folder, "in use by " + words(former),
                        may_be_stale ? "its end; if it has ended, delete " + path_
                                     : "its end, or another folder");
  }
  if (former)
    left_behind_ = former->words;
  const std::string words = Holder::myself();
  if (::ftruncate(file_, 0) != 0 ||
      ::pwrite(file_, words.data(), words.size(), 0) != ssize_t(words.size())) {
    const int error = errno;
    ::unlink(path_.c_str());
    ::close(file_);
    refuse_unwritable(folder, error);
  }
}

FolderLock::~FolderLock() {
  ::unlink(path_.c_str());
  ::close(file_);
}

std::string FolderLock::holder(const std::string &folder) {
  const int file =
      ::open(lock_path(folder).c_str(), O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
  if (file < 0)
    return "";
  const std::optional<Holder> holder = Holder::read(file);
  ::close(file);
  // Not by flock, which would keep out a run that begins now.
  return is_held(Flock::unknown, holder) ? words(holder) : "";
}

} // namespace lacuna::checkpoint
