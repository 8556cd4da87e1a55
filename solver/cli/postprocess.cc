// SPDX-License-Identifier: LGPL-2.1-or-later
#include <solver/cli/postprocess.h>

#include <meshes/files/is_root.h>
#include <params/reader/shared_folder.h>

#include <deal.II/base/mpi.h>

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstdlib>
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

/** What LACUNA_PYTHON names, else that of the system, else the first in PATH. */
std::string interpreter() {
  const char *named = std::getenv("LACUNA_PYTHON");
  if (named && *named)
    return named;
  return ::access(LACUNA_PYTHON, X_OK) == 0 ? LACUNA_PYTHON : "python3";
}

/** The package that goes with the program. */
std::string package() {
  const std::string folder = params::shared_folder() + "/python/lacuna";
  if (::access((folder + "/__main__.py").c_str(), R_OK) != 0)
    throw std::runtime_error("share/lacuna/python is not where the program is; install it whole");
  return folder;
}

/** Starts Python with its streams as `streams` says, which is destroyed. */
pid_t start(const std::vector<std::string> &arguments, posix_spawn_file_actions_t &streams) {
  // Isolated: no module of the working folder, of PYTHONPATH or of the user's packages is run.
  std::vector<std::string> words = {interpreter(), "-I", package() + "/__main__.py"};
  words.insert(words.end(), arguments.begin(), arguments.end());
  std::vector<std::string> environment = environment_at_start;
  pid_t child;
  const int error = posix_spawnp(&child, words[0].c_str(), &streams, nullptr,
                                 pointers(words).data(), pointers(environment).data());
  posix_spawn_file_actions_destroy(&streams);
  if (error != 0)
    throw std::runtime_error(
        fmt::format("{}: cannot be started; expected a Python, see LACUNA_PYTHON", interpreter()));
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
    throw std::runtime_error("Python cannot be listened to");
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

std::string answer_of(const std::vector<std::string> &arguments) {
  const Answer answer = ask_postprocess(arguments);
  if (answer.code != 0)
    throw Told{answer.code};
  return answer.text;
}

void require_modules() {
  std::string fault;
  if (files::is_root()) {
    const Answer answer = ask_postprocess({"modules"});
    fault = answer.code == 0 ? answer.text : interpreter() + ": cannot run what is in " + package();
  }
  fault = dealii::Utilities::MPI::broadcast(MPI_COMM_WORLD, fault);
  if (!fault.empty())
    throw std::runtime_error(fault);
}

int drive(std::vector<std::string> arguments) {
  arguments.insert(arguments.end(), {"--parent", std::to_string(::getpid())});
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
