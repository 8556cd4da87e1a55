// SPDX-License-Identifier: LGPL-2.1-or-later
#include <solver/study/rates_file.h>

#include <meshes/files/whole_file.h>
#include <solver/checkpoint/files.h>

#include <nlohmann/json.hpp>

#include <cstdlib>
#include <filesystem>

namespace lacuna::study {

namespace fs = std::filesystem;
using nlohmann::ordered_json;

namespace {

constexpr const char *kinds[] = {"elasticity", "transport"};
constexpr double Rates::*members[] = {&Rates::elasticity, &Rates::transport};

/** Rates beyond these are no machine's. */
constexpr double least = 1e-3, most = 1e3;

ordered_json content(const std::string &path) {
  const auto json = ordered_json::parse(checkpoint::read_file(path), nullptr, false);
  return json.is_object() ? json : ordered_json::object();
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
    files::write_text(path_, json.dump(1) + "\n");
  } catch (const std::exception &) {
    // They are measured again next time.
  }
}

} // namespace lacuna::study
