// SPDX-License-Identifier: LGPL-2.1-or-later
#include <params/reader/prm_file.h>
#include <params/reader/quantity.h>
#include <solver/cli/options.h>
#include <solver/study/version.h>

#include <deal.II/base/mpi.h>

#include <fmt/format.h>

#include <algorithm>
#include <cstdio>

namespace {

constexpr int failed = 1, wrong_input = 2;

/** One line on standard error; what a library says in many is folded into its first. */
void complain(const std::string &text) {
  if (lacuna::cli::is_root())
    fmt::print(stderr, "lacuna: {}\n", text.substr(0, text.find('\n')));
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
      {"release: factors in time", cli::add_release},
      {"compare: the groups of a study against each other, with report", cli::add_compare},
      {"check: validate a study; say unknowns, memory and time to expect", cli::add_check},
      {"params: every parameter with its unit, range, default and source", cli::add_params},
      {"report: figures and HTML again from what is on disk", cli::add_report}};
  for (const auto &[text, add] : commands) {
    const std::string line = text;
    CLI::App *sub =
        app.add_subcommand(line.substr(0, line.find(':')), line.substr(line.find(':') + 2));
    sub->callback([&command, chosen = add(*sub)] { command = chosen; });
  }
  try {
    app.parse(argc, argv);
  } catch (const CLI::Success &message) {
    if (cli::is_root())
      app.exit(message);
    return 0;
  } catch (const CLI::ParseError &error) {
    complain(fmt::format("{}; see lacuna --help", error.what()));
    return wrong_input;
  }
  return command();
}

} // namespace

int main(int argc, char **argv) {
  dealii::Utilities::MPI::MPI_InitFinalize mpi(argc, argv, 1);
  PetscPopSignalHandler();
  try {
    return parse_and_run(argc, argv);
  } catch (const lacuna::params::InputError &error) {
    complain(error.what());
    return wrong_input;
  } catch (const lacuna::params::ValueError &error) {
    complain(fmt::format("expected {}", error.what()));
    return wrong_input;
  } catch (const std::exception &error) {
    // The other ranks may wait in a collective call: they cannot be left behind.
    fmt::print(stderr, "lacuna: {}\n",
               std::string(error.what()).substr(0, std::string(error.what()).find('\n')));
    std::fflush(nullptr);
    if (dealii::Utilities::MPI::n_mpi_processes(MPI_COMM_WORLD) > 1)
      MPI_Abort(MPI_COMM_WORLD, failed);
    return failed;
  }
}
