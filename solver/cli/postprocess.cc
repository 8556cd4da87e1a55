// SPDX-License-Identifier: LGPL-2.1-or-later
#include <solver/cli/postprocess.h>

#include <fmt/format.h>

#include <cerrno>
#include <fcntl.h>
#include <spawn.h>
#include <stdexcept>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

namespace lacuna::cli {

int postprocess(const std::vector<std::string> &arguments, Output output) {
  // Isolated: no module of the working folder, of PYTHONPATH or of the user's packages is run.
  std::vector<std::string> words = {LACUNA_PYTHON, "-I",
                                    LACUNA_SOURCE_DIR "/postprocess/__main__.py"};
  words.insert(words.end(), arguments.begin(), arguments.end());
  std::vector<char *> argv;
  for (std::string &word : words)
    argv.push_back(word.data());
  argv.push_back(nullptr);
  posix_spawn_file_actions_t streams;
  posix_spawn_file_actions_init(&streams);
  for (const int stream : {STDOUT_FILENO, STDERR_FILENO})
    if (output == Output::silent)
      posix_spawn_file_actions_addopen(&streams, stream, "/dev/null", O_WRONLY, 0);
  pid_t child;
  const int error = posix_spawn(&child, LACUNA_PYTHON, &streams, nullptr, argv.data(), environ);
  posix_spawn_file_actions_destroy(&streams);
  if (error != 0)
    throw std::runtime_error(fmt::format("{}: cannot be started", LACUNA_PYTHON));
  int status = 0;
  while (waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  return WIFEXITED(status) ? WEXITSTATUS(status) : 1;
}

} // namespace lacuna::cli
