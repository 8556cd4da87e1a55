// SPDX-License-Identifier: LGPL-2.1-or-later
#include <solver/study/rates.h>

#include <solver/checkpoint/files.h>
#include <solver/study/calibration.h>
#include <solver/study/version.h>

#include <deal.II/base/mpi.h>

#include <fmt/chrono.h>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <cmath>
#include <cstdlib>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <thread>

#include <sys/stat.h>

namespace lacuna::study {

namespace fs = std::filesystem;
using nlohmann::ordered_json;

namespace {

constexpr const char *kinds[] = {"elasticity", "transport", "geometry"};
constexpr double Rates::*members[] = {&Rates::elasticity, &Rates::transport, &Rates::geometry};

/** Rates beyond these are no machine's. */
constexpr double least = 1e-3, most = 1e3;

/** Model and number of processors, and the ranks at hand. */
std::string this_machine(MPI_Comm communicator) {
  std::ifstream file("/proc/cpuinfo");
  std::string line, model = "unknown processor";
  while (std::getline(file, line))
    if (line.rfind("model name", 0) == 0 && line.find(": ") != std::string::npos) {
      model = line.substr(line.find(": ") + 2);
      break;
    }
  return fmt::format("{}, {} threads, {} ranks", model, std::thread::hardware_concurrency(),
                     dealii::Utilities::MPI::n_mpi_processes(communicator));
}

/** The version and when it was built. */
std::string this_build() {
  struct stat executable {};
  ::stat("/proc/self/exe", &executable);
  return fmt::format("{} of {}", lacuna_version, executable.st_mtime);
}

ordered_json content(const std::string &path) {
  const auto json = ordered_json::parse(checkpoint::read_file(path), nullptr, false);
  return json.is_object() ? json : ordered_json::object();
}

/** What rank 0 has, on all ranks; without a date where that is nothing. */
Rates of_root(MPI_Comm communicator, const std::optional<Rates> &found) {
  Rates rates = found.value_or(Rates());
  rates.date = dealii::Utilities::MPI::broadcast(communicator, rates.date);
  for (const auto member : members)
    rates.*member = dealii::Utilities::MPI::broadcast(communicator, rates.*member);
  return rates;
}

} // namespace

RatesFile RatesFile::of_user() {
  const auto folder = [](const char *variable) {
    const char *value = std::getenv(variable);
    const std::string path = value ? value : "";
    return path.rfind('/', 0) == 0 ? path : ""; // others are to be ignored, as XDG has it
  };
  if (const std::string cache = folder("XDG_CACHE_HOME"); !cache.empty())
    return RatesFile(cache + "/lacuna/rates.json");
  const std::string home = folder("HOME");
  return RatesFile(home.empty() ? "" : home + "/.cache/lacuna/rates.json");
}

std::optional<Rates> RatesFile::read(const std::string &machine, const std::string &build) const {
  try {
    const ordered_json kept = content(path_).at(machine);
    if (kept.at("build").get<std::string>() != build)
      return std::nullopt;
    Rates rates;
    rates.date = kept.at("measured").get<std::string>();
    bool is_sound = rates.date.size() == std::string("2000-01-01").size();
    for (std::size_t i = 0; i < std::size(kinds); ++i) {
      rates.*members[i] = kept.at(kinds[i]).get<double>();
      is_sound = is_sound && rates.*members[i] > least && rates.*members[i] < most;
    }
    return is_sound ? std::optional(rates) : std::nullopt;
  } catch (const nlohmann::json::exception &) {
    return std::nullopt;
  }
}

void RatesFile::write(const std::string &machine, const std::string &build,
                      const Rates &rates) const {
  if (path_.empty())
    return;
  ordered_json json = content(path_);
  json[machine] = {{"build", build}, {"measured", rates.date}};
  for (std::size_t i = 0; i < std::size(kinds); ++i)
    json[machine][kinds[i]] = rates.*members[i];
  try {
    fs::create_directories(fs::path(path_).parent_path());
    checkpoint::write_file(path_, json.dump(1) + "\n");
  } catch (const std::exception &) {
    // They are measured again next time.
  }
}

Rates rates_here(MPI_Comm communicator) {
  const std::string machine = this_machine(communicator), build = this_build();
  const RatesFile file = RatesFile::of_user();
  const bool is_root = dealii::Utilities::MPI::this_mpi_process(communicator) == 0;
  // Ranks may see different caches.
  const Rates kept = of_root(communicator, is_root ? file.read(machine, build) : std::nullopt);
  if (!kept.date.empty())
    return kept;
  Rates rates = measure_rates(communicator);
  rates.date = fmt::format("{:%Y-%m-%d}", fmt::localtime(std::time(nullptr)));
  rates.is_new = true;
  if (is_root)
    file.write(machine, build, rates);
  return rates;
}

} // namespace lacuna::study
