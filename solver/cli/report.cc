// SPDX-License-Identifier: LGPL-2.1-or-later
#include <solver/cli/options.h>

#include <fmt/format.h>

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <fcntl.h>
#include <memory>
#include <spawn.h>
#include <stdexcept>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

namespace lacuna::cli {

namespace {

/** Runs `python -m postprocess` with these arguments, silently if wanted; its exit code. */
int postprocess(const std::vector<std::string> &arguments, bool silent) {
  std::vector<std::string> words = {LACUNA_PYTHON, "-m", "postprocess"};
  words.insert(words.end(), arguments.begin(), arguments.end());
  std::vector<char *> argv;
  for (std::string &word : words)
    argv.push_back(word.data());
  argv.push_back(nullptr);
  setenv("PYTHONPATH", LACUNA_SOURCE_DIR, 1);
  posix_spawn_file_actions_t streams;
  posix_spawn_file_actions_init(&streams);
  for (const int stream : {STDOUT_FILENO, STDERR_FILENO})
    if (silent)
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

} // namespace

int make_report(const std::string &results) {
  if (!is_root())
    return 0;
  // A picture needs a display or Xvfb; the report is complete without it.
  std::remove((results + "/picture.png").c_str()); // of an earlier run
  const bool lacks_picture = postprocess({"picture", results, results + "/picture.png"}, true) != 0;
  const int code = postprocess({"report", results}, false);
  if (code == 0 && lacks_picture)
    fmt::print(stderr, "lacuna: no picture was made; the report goes without\n");
  return code;
}

int make_picture(const std::string &results) {
  if (!is_root())
    return 0;
  const std::string picture = results + "/design.png";
  std::remove(picture.c_str()); // of an earlier run
  if (postprocess({"picture", results, picture}, true) != 0)
    fmt::print(stderr, "lacuna: {} was not made; it needs surface.stl and a display or Xvfb\n",
               picture);
  return 0;
}

Command add_report(CLI::App &app) {
  auto results = std::make_shared<std::string>();
  app.add_option("results", *results, "Folder with results.json and specimens.csv")->required();
  return [results] { return make_report(*results); };
}

} // namespace lacuna::cli
