// SPDX-License-Identifier: LGPL-2.1-or-later
#include <meshes/files/is_root.h>
#include <params/reader/prm_file.h>
#include <params/reader/quantity.h>
#include <params/reader/text.h>
#include <solver/checkpoint/interruption.h>
#include <solver/cli/interface.h>
#include <solver/cli/options.h>
#include <solver/cli/postprocess.h>
#include <solver/study/version.h>

#include <deal.II/base/exceptions.h>
#include <deal.II/base/mpi.h>

#include <fmt/format.h>
#include <petscsys.h>

#include <algorithm>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <optional>
#include <sstream>
#include <thread>
#include <utility>
#include <vector>

#include <fcntl.h>
#include <unistd.h>

namespace {

/** `interrupted` is EX_TEMPFAIL of sysexits.h: batch systems take it for "try again". */
constexpr int failed = 1, wrong_input = 2, interrupted = 75;

/** Makes what surrounds the process fail call by call, so that it is told, or not at all. */
void settle() {
  std::signal(SIGXFSZ, SIG_IGN); // beyond a limit on the size of files
  // A file that took the place of a stream that is closed would get what is said.
  for (const int stream : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO})
    if (::fcntl(stream, F_GETFD) < 0)
      ::open("/dev/null", O_RDWR);
}

/** One line on standard error; what a library says in many is folded into its first. */
void say(const std::string &text) {
  constexpr std::size_t most = 4000; // bytes; arguments may be of any length
  fmt::print(stderr, "lacuna: {}\n",
             lacuna::params::for_message(text.substr(0, text.find('\n')), most));
  std::fflush(nullptr);
}

void complain(const std::string &text) {
  if (lacuna::files::is_root())
    say(text);
}

/**
 * Refuses the input, with the other ranks where they all found the same fault. Where this rank
 * alone did, as one whose machine has less memory may, the others wait for it in a collective call:
 * it ends them.
 *
 * @param ends A communicator that nothing else uses.
 */
int refuse(const std::string &fault, MPI_Comm ends) {
  constexpr auto patience = std::chrono::seconds(5);
  complain(fault);
  MPI_Request all;
  MPI_Ibarrier(ends, &all);
  const auto begin = std::chrono::steady_clock::now();
  for (int is_done = 0; !is_done; MPI_Test(&all, &is_done, MPI_STATUS_IGNORE)) {
    if (std::chrono::steady_clock::now() - begin > patience) {
      if (!lacuna::files::is_root())
        say(fault);
      MPI_Abort(MPI_COMM_WORLD, wrong_input);
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
  }
  return wrong_input;
}

/** What went wrong, in one line; deal.II frames it in several with its place in the code. */
std::string one_line(const std::exception &error) {
  std::stringstream text;
  if (const auto *detailed = dynamic_cast<const dealii::ExceptionBase *>(&error))
    detailed->print_info(text);
  else
    text << error.what();
  return lacuna::params::collapse_blanks(text.str());
}

/** A first word that is no command; CLI11 would only say that a command is missing. */
std::string unknown_command(const CLI::App &app) {
  const std::string word = app.remaining().front();
  std::vector<std::string> names;
  for (const CLI::App *command : app.get_subcommands(nullptr))
    names.push_back(command->get_name());
  const std::string near = lacuna::params::closest(word, names);
  return fmt::format("{}; expected {}{}", word, lacuna::params::join_with_or(names),
                     near.empty() ? "" : "; did you mean " + near);
}

int parse_and_run(int argc, char **argv) {
  using namespace lacuna;
  CLI::App app("Designs 3D-printed bone scaffolds and predicts their stiffness, strength and "
               "release of factors",
               "lacuna");
  app.set_version_flag("--version", std::string("lacuna ") + study::lacuna_version);
  app.require_subcommand(1);
  cli::Command command;
  const std::pair<const char *, cli::Command (*)(CLI::App &)> commands[] = {
      {"design: geometry only: surface, porosity", cli::add_design},
      {"compress: apparent modulus and strength", cli::add_compress},
      {"homogenize: effective stiffness and diffusivity of a periodic cell", cli::add_homogenize},
      {"release: factors in time", cli::add_release},
      {"regenerate: new bone over weeks in a defect", cli::add_regenerate},
      {"compare: the groups of a study against each other, with report", cli::add_compare},
      {"calibrate: fit a study's material, coating or rates of bone to measurements",
       cli::add_calibrate},
      {"sweep: run the points of a design space", cli::add_sweep},
      {"optimize: search a design space for what is best", cli::add_optimize},
      {"collect: gather the points of a sweep, or the specimens of a batch, in tables",
       cli::add_collect},
      {"query: ask the tables of a sweep in SQL", cli::add_query},
      {"batch: run a study or sweep on a cluster, specimen by specimen or point by point",
       cli::add_batch},
      {"status: what became of a batch", cli::add_status},
      {"check: validate a study; say unknowns, memory and time to expect", cli::add_check},
      {"params: every parameter with its unit, range, default and source", cli::add_params},
      {"report: figures and HTML again from what is on disk", cli::add_report}};
  for (const auto &[text, add] : commands) {
    const std::string line = text;
    CLI::App *sub =
        app.add_subcommand(line.substr(0, line.find(':')), line.substr(line.find(':') + 2));
    sub->callback([&command, chosen = add(*sub)] { command = chosen; });
  }
  cli::add_interface(app);
  try {
    app.parse(argc, argv);
  } catch (const CLI::Success &message) {
    if (files::is_root())
      app.exit(message);
    return 0;
  } catch (const CLI::ParseError &error) {
    const bool no_command = app.get_subcommands().empty() && app.remaining_size() > 0;
    complain(no_command ? unknown_command(app)
                        : fmt::format("{}; see lacuna --help", error.what()));
    return wrong_input;
  }
  return command();
}

/**
 * Spares a process alone, while this lives, a third of its start: what Open MPI takes to look for
 * networks. Programs that this one starts are not to know of it. (Without its daemon, too, which
 * takes as long, processes would share a folder in /tmp that each removes in the end.)
 */
class WithoutNetwork {
public:
  WithoutNetwork() {
    for (const char *of_launcher :
         {"OMPI_COMM_WORLD_SIZE", "PMIX_RANK", "PMI_RANK", "PMI_FD", "SLURM_PROCID"})
      if (std::getenv(of_launcher))
        return;
    for (const auto &[name, value] :
         {std::pair("OMPI_MCA_pml", "ob1"), std::pair("OMPI_MCA_btl", "self")})
      if (!std::getenv(name) && ::setenv(name, value, 0) == 0)
        set_.push_back(name);
  }
  ~WithoutNetwork() {
    for (const char *name : set_)
      ::unsetenv(name);
  }
  WithoutNetwork(const WithoutNetwork &) = delete;
  WithoutNetwork &operator=(const WithoutNetwork &) = delete;

private:
  std::vector<const char *> set_;
};

/**
 * MPI, PETSc and what else deal.II starts. None sees our command line, of which PETSc would take
 * what looks like its options; nor does PETSc read the .petscrc of whatever folder we run in.
 */
void start(std::optional<dealii::Utilities::MPI::MPI_InitFinalize> &libraries) {
  // PETSc asks for it too, and says that it is gone in 30 lines.
  static_cast<void>(std::filesystem::current_path());
  static char name[] = "lacuna", no_file[] = "-skip_petscrc";
  static char *words[] = {name, no_file, nullptr};
  int n_words = 2;
  char **first = words;
  const WithoutNetwork settings;
  libraries.emplace(n_words, first, 1);
  PetscPopSignalHandler();
  PetscPushErrorHandler(PetscIgnoreErrorHandler, nullptr); // what fails is thrown, in one line
}

} // namespace

int main(int argc, char **argv) {
  settle();
  std::optional<dealii::Utilities::MPI::MPI_InitFinalize> libraries;
  MPI_Comm ends = MPI_COMM_NULL;
  try {
    start(libraries);
    MPI_Comm_dup(MPI_COMM_WORLD, &ends);
    const int code = parse_and_run(argc, argv);
    if (code == 0 && (std::fflush(stdout) != 0 || std::ferror(stdout)))
      throw std::runtime_error("standard output cannot be written: not all that was said arrived");
    return code;
  } catch (const lacuna::params::InputError &error) {
    return refuse(error.what(), ends);
  } catch (const lacuna::params::ValueError &error) {
    return refuse(fmt::format("expected {}", error.what()), ends);
  } catch (const lacuna::cli::Told &told) {
    return told.code;
  } catch (const lacuna::checkpoint::Interrupted &end) {
    complain(end.what());
    return interrupted;
  } catch (const std::exception &error) {
    // Where all ranks fail alike, the first one speaks, and ends the others before they do.
    if (!lacuna::files::is_root())
      std::this_thread::sleep_for(std::chrono::seconds(1));
    fmt::print(stderr, "lacuna: {}\n", one_line(error));
    std::fflush(nullptr);
    // The other ranks may wait in a collective call: they cannot be left behind.
    if (dealii::Utilities::MPI::n_mpi_processes(MPI_COMM_WORLD) > 1)
      MPI_Abort(MPI_COMM_WORLD, failed);
    return failed;
  }
}
