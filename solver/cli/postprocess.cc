// SPDX-License-Identifier: LGPL-2.1-or-later
#include <solver/cli/postprocess.h>

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <fcntl.h>
#include <spawn.h>
#include <stdexcept>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

namespace lacuna::cli {

namespace {

/**
 * The environment as it was before MPI was started, which leaves variables in it that tell a
 * program it were a part of this run: mpirun then ends without a word.
 */
const std::vector<std::string> environment_at_start = [] {
  std::vector<std::string> variables;
  for (char **variable = environ; *variable; ++variable)
    variables.emplace_back(*variable);
  return variables;
}();

/** What exec takes; `words` must outlive it. */
std::vector<char *> pointers(std::vector<std::string> &words) {
  std::vector<char *> result;
  for (std::string &word : words)
    result.push_back(word.data());
  result.push_back(nullptr);
  return result;
}

/** Starts Python with its streams as `streams` says, which is destroyed. */
pid_t start(const std::vector<std::string> &arguments, posix_spawn_file_actions_t &streams) {
  // Isolated: no module of the working folder, of PYTHONPATH or of the user's packages is run.
  std::vector<std::string> words = {LACUNA_PYTHON, "-I",
                                    LACUNA_SOURCE_DIR "/postprocess/__main__.py"};
  words.insert(words.end(), arguments.begin(), arguments.end());
  std::vector<std::string> environment = environment_at_start;
  pid_t child;
  const int error = posix_spawn(&child, LACUNA_PYTHON, &streams, nullptr, pointers(words).data(),
                                pointers(environment).data());
  posix_spawn_file_actions_destroy(&streams);
  if (error != 0)
    throw std::runtime_error(fmt::format("{}: cannot be started", LACUNA_PYTHON));
  return child;
}

int exit_code(pid_t child) {
  int status = 0;
  while (waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  return WIFEXITED(status) ? WEXITSTATUS(status) : 1;
}

/** The driver that a request to end is handed on to. */
volatile std::sig_atomic_t driver = 0;

void hand_on(int) {
  ::kill(driver, SIGTERM);
}

} // namespace

int postprocess(const std::vector<std::string> &arguments, Output output) {
  posix_spawn_file_actions_t streams;
  posix_spawn_file_actions_init(&streams);
  for (const int stream : {STDOUT_FILENO, STDERR_FILENO})
    if (output == Output::silent)
      posix_spawn_file_actions_addopen(&streams, stream, "/dev/null", O_WRONLY, 0);
  return exit_code(start(arguments, streams));
}

Answer ask_postprocess(const std::vector<std::string> &arguments) {
  int ends[2];
  if (pipe2(ends, O_CLOEXEC) != 0)
    throw std::runtime_error(fmt::format("{}: cannot be listened to", LACUNA_PYTHON));
  posix_spawn_file_actions_t streams;
  posix_spawn_file_actions_init(&streams);
  posix_spawn_file_actions_adddup2(&streams, ends[1], STDOUT_FILENO);
  Answer answer{1, {}};
  pid_t child;
  try {
    child = start(arguments, streams);
  } catch (...) {
    close(ends[0]);
    close(ends[1]);
    throw;
  }
  close(ends[1]);
  std::array<char, 4096> buffer;
  for (ssize_t n;
       (n = read(ends[0], buffer.data(), buffer.size())) > 0 || (n < 0 && errno == EINTR);)
    answer.text.append(buffer.data(), std::max<ssize_t>(n, 0));
  close(ends[0]);
  answer.code = exit_code(child);
  return answer;
}

int drive(const std::vector<std::string> &arguments) {
  posix_spawn_file_actions_t streams;
  posix_spawn_file_actions_init(&streams);
  driver = start(arguments, streams);
  std::signal(SIGINT, SIG_IGN);
  std::signal(SIGTERM, hand_on);
  std::signal(SIGHUP, hand_on);
  const int code = exit_code(driver);
  for (const int number : {SIGINT, SIGTERM, SIGHUP})
    std::signal(number, SIG_DFL);
  return code;
}

} // namespace lacuna::cli
