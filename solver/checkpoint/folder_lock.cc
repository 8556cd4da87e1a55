// SPDX-License-Identifier: LGPL-2.1-or-later
#include <params/reader/prm_file.h>
#include <solver/checkpoint/folder_lock.h>

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstdlib>
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
  return folder + "/" + lock_file;
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

/** Seconds since a file was touched, by the clock of the file system that its folder is on. */
double age(int file, const std::string &folder) {
  std::string name = folder + "/.lacuna-clock-XXXXXX";
  const int clock = ::mkstemp(name.data());
  struct stat now, then;
  const bool is_known = clock >= 0 && ::fstat(clock, &now) == 0 && ::fstat(file, &then) == 0;
  if (clock >= 0) {
    ::unlink(name.c_str());
    ::close(clock);
  }
  return is_known ? double(now.st_mtime - then.st_mtime) : 0.;
}

/** Whether a lock's open file belongs to a run that goes on, as far as can be known. */
bool is_held(Flock flock, const std::optional<Holder> &holder, int file,
             const std::string &folder) {
  if (flock == Flock::held)
    return true;
  if (!holder)
    return false;
  return holder->is_elsewhere() ? age(file, folder) < lease.count()
                                : flock == Flock::unknown && holder->lives();
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

FolderLock::FolderLock(const std::string &folder, std::chrono::milliseconds beat)
    : path_(lock_path(folder)), file_(-1) {
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
  if (is_held(flock, former, file_, folder)) {
    ::close(file_);
    const bool may_be_stale = flock != Flock::held && former->is_elsewhere();
    params::refuse_file(folder, "in use by " + words(former),
                        may_be_stale
                            ? fmt::format("its end, which shows within {} s", lease.count())
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
  heart_ = std::thread([this, words, beat] { live(words, beat); });
}

void FolderLock::live(const std::string &words, std::chrono::milliseconds beat) {
  std::unique_lock<std::mutex> guard(mutex_);
  while (!ended_.wait_for(guard, beat, [this] { return has_ended_; })) {
    const std::optional<Holder> holder = Holder::read(file_);
    if (!is_at(path_, file_) || !holder || holder->words != words) {
      fmt::print(stderr, "lacuna: {} was taken over{}\n", path_,
                 holder ? " by " + holder->words : "");
      ::_exit(1);
    }
    ::futimens(file_, nullptr);
  }
}

FolderLock::~FolderLock() {
  {
    const std::lock_guard<std::mutex> guard(mutex_);
    has_ended_ = true;
  }
  ended_.notify_one();
  heart_.join();
  ::unlink(path_.c_str());
  ::close(file_);
}

std::string FolderLock::holder(const std::string &folder) {
  const int file =
      ::open(lock_path(folder).c_str(), O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
  if (file < 0)
    return "";
  const std::optional<Holder> holder = Holder::read(file);
  // Not by flock, which would keep out a run that begins now.
  const bool is_held = checkpoint::is_held(Flock::unknown, holder, file, folder);
  ::close(file);
  return is_held ? words(holder) : "";
}

} // namespace lacuna::checkpoint
