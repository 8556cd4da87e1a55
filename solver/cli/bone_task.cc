// SPDX-License-Identifier: LGPL-2.1-or-later
#include <meshes/geometry/files/free_memory.h>
#include <params/reader/prm_file.h>
#include <params/reader/quantity.h>
#include <params/reader/text.h>
#include <params/reader/unit.h>
#include <solver/cli/bone_task.h>
#include <solver/study/description.h>
#include <solver/study/version.h>

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

namespace lacuna::cli {

namespace {

const std::string section = "Regeneration";

/** Of the method or the scan rather than of what lives. */
const std::vector<std::string> not_fitted = {"Duration",       "Cell size", "Time tolerance",
                                             "Voxel size",     "Blur",      "Threshold",
                                             "Mineral density"};

/** Where the search begins for what is 0 in the study, and ends below: of the largest value. */
constexpr double start_share = 1e-4, least_share = 1e-6;

std::vector<params::Parameter> rates() {
  const params::Registry registry = study::default_parameters();
  std::vector<params::Parameter> result;
  for (const params::Parameter &p : registry.parameters())
    if (p.section == section && !p.unit.empty() &&
        std::find(not_fitted.begin(), not_fitted.end(), p.key) == not_fitted.end())
      result.push_back(p);
  return result;
}

params::Parameter rate(const std::string &key) {
  std::vector<std::string> keys;
  for (const params::Parameter &p : rates()) {
    if (p.key == key)
      return p;
    keys.push_back(p.key);
  }
  throw params::InputError({"", "", key, "--fit", 0},
                           "a rate, or another quantity of what lives, of section " + section,
                           params::closest(key, keys));
}

/** The text of a parameter in a group. */
std::string value_in(const study::Group &group, const std::string &key) {
  const std::string &all = group.identity.at(params::Changes::transport);
  const std::string name = fmt::format("{}/{} = ", section, key);
  const std::size_t begin = all.find(name) + name.size();
  return all.substr(begin, all.find('\n', begin) - begin);
}

nlohmann::ordered_json describe(const params::Parameter &p, const std::string &value) {
  const std::size_t blank = p.default_value.find(' ');
  const std::string symbol = blank == std::string::npos ? "" : p.default_value.substr(blank + 1);
  const params::Dimension dimension =
      symbol.empty() ? params::dimensionless : params::parse_unit(symbol)->dimension;
  const std::string upper = p.range.substr(p.range.find(" to ") + 4);
  const double before = params::parse_quantity(value, dimension);
  const double high = params::parse_quantity(upper, dimension);
  return {{"key", p.key},
          {"symbol", symbol},
          {"size", params::parse_quantity("1 " + symbol, dimension)},
          {"before", before},
          {"start", before > 0. ? before : start_share * high},
          {"low", least_share * high},
          {"high", high}};
}

} // namespace

nlohmann::ordered_json bone_measurements(const BoneOptions &options, const std::string &file,
                                         const study::Study &study) {
  study.require_defects();
  nlohmann::ordered_json groups = nlohmann::ordered_json::array();
  for (const study::Group &group : study.groups())
    if (group.parameters.regeneration.enabled)
      groups.push_back(group.name);
  return {{"study", file},
          {"bone", options.measured},
          {"known_groups", groups},
          {"predict", options.predict}};
}

void add_bone_fit(nlohmann::ordered_json &task, const BoneOptions &options,
                  std::vector<std::string> overrides, const nlohmann::json &measured) {
  overrides.push_back(
      fmt::format("{}/Duration={:.9g} s", section, measured.at("end_s").get<double>()));
  overrides.push_back(fmt::format("{}/Cell size={}", section, options.cell_size));
  const study::Study study(task.at("study").get<std::string>(), overrides);
  std::vector<const study::Group *> groups;
  bool has_scaffold = false;
  for (const study::Specimen &specimen : study.specimens()) {
    const study::Group &group = *specimen.group;
    const bool is_measured = std::any_of(measured.at("groups").begin(), measured.at("groups").end(),
                                         [&](const auto &name) { return name == group.name; });
    if (!is_measured || task["groups"].contains(group.name))
      continue;
    const regeneration::RegenerationParameters &p = group.parameters.regeneration;
    if (p.in_culture())
      throw params::InputError({section, "Model", params::word(p.model), task.at("study"), 0},
                               "cells in a group whose bone was measured");
    groups.push_back(&group);
    const auto size = study::describe_specimen(specimen);
    has_scaffold = has_scaffold || p.filling == regeneration::Filling::scaffold;
    task["groups"][group.name] = {
        {"study", study::Study::resolved(specimen)},
        {"voxel_size_m", p.scan.voxel_size},
        {"volume_m3", size.at("area_m2").get<double>() * size.at("height_m").get<double>()},
        {"own", nlohmann::ordered_json::array()}};
    task["cell_size_m"] = p.cell_size;
  }
  std::vector<std::string> keys = options.fit;
  if (keys.empty()) {
    keys = {"Osteoblast growth", "Osteoblast death", "Matrix rate"};
    if (has_scaffold)
      keys.emplace_back("Bare conversion");
  }
  task["unknowns"] = nlohmann::ordered_json::array();
  for (const std::string &key : keys) {
    if (std::count(keys.begin(), keys.end(), key) > 1)
      throw params::InputError({"", "", key, "--fit", 0}, "each once");
    const params::Parameter p = rate(key);
    std::string value;
    for (const study::Group *group : groups) {
      const std::string here = value_in(*group, key);
      const bool is_predicted = std::find(options.predict.begin(), options.predict.end(),
                                          group->name) != options.predict.end();
      if (value.empty() && !is_predicted)
        value = here;
      if (here != value && !is_predicted)
        throw params::InputError({section, key, here, task.at("study"), 0},
                                 value + " as in the other groups that it is fitted to");
    }
    for (const study::Group *group : groups)
      if (value_in(*group, key) != value) // a group that is predicted keeps its own
        task["groups"][group->name]["own"].push_back(key);
    task["unknowns"].push_back(describe(p, value));
  }
  task["version"] = study::lacuna_version;
  task["executable"] = std::filesystem::read_symlink("/proc/self/exe").string();
  task["free_memory_B"] = geometry::free_memory_of_machine();
}

} // namespace lacuna::cli
