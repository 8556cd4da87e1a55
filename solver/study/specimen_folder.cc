// SPDX-License-Identifier: LGPL-2.1-or-later
#include <meshes/files/whole_file.h>
#include <params/reader/prm_file.h>
#include <solver/checkpoint/files.h>
#include <solver/checkpoint/folder_lock.h>
#include <solver/study/specimen_folder.h>

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <regex>
#include <vector>

#include <unistd.h>

namespace lacuna::study {

namespace fs = std::filesystem;
using nlohmann::ordered_json;

namespace {

/** What a run that was interrupted goes on from; fields of a crack are one file a step. */
const std::regex states(
    R"((release-[\w-]+|collapse|compression|stiffness|diffusivity|regeneration)\.state\.\d+\.\d|)"
    R"((crack|bone)(\.pvd|_\d+\.pvtu|_\d+_\d+\.vtu))");

const std::regex results(
    R"((curve|release|regeneration|morphometry|thickness)\.csv|(thickness|bone_scan)\.vti|directional_modulus\.vtp|)"
    R"(surface\.(stl|3mf|ply|png)|image\.(vti|mha|tiff)|volume\.(vtu|inp)|toolpath\.(gcode|json)|)"
    R"((solid|pore|surface)(\.pvd|_\d+\.pvtu|_\d+_\d+\.vtu)|study\.prm)");

/** What changes with every run, and what keeps the checksums: they have none themselves. */
const std::regex others(R"(log|specimen\.json|stages\.json)");

bool is_state(const std::string &name) {
  return std::regex_match(name, states);
}

bool has_sum(const std::string &name) {
  return std::regex_match(name, results) || is_state(name);
}

/** Of the name that files::write_whole gives a file until it is finished. */
const std::string mark = ".part";

/** Also half written. */
bool is_own(std::string name) {
  if (const std::size_t at = name.find(mark); at != std::string::npos)
    name.erase(at, mark.size());
  return has_sum(name) || std::regex_match(name, others);
}

/** Names of what is in a folder, in order; none where it is not there. */
std::vector<std::string> names_in(const std::string &folder) {
  std::vector<std::string> names;
  std::error_code error;
  for (fs::directory_iterator entry(folder, error), end; !error && entry != end;
       entry.increment(error))
    names.push_back(entry->path().filename().string());
  std::sort(names.begin(), names.end());
  return names;
}

[[noreturn]] void refuse(const std::string &path, const std::string &found) {
  params::refuse_file(path, found, "a folder for a specimen's files, or nothing of this name");
}

/** Refuses a folder that is not one itself, or that cannot be written. */
void check_folder(const std::string &path) {
  std::error_code error;
  const fs::file_status status = fs::symlink_status(path, error);
  if (status.type() == fs::file_type::not_found)
    return;
  if (status.type() == fs::file_type::none)
    refuse(path, error.message());
  if (status.type() == fs::file_type::symlink)
    refuse(path, "a link");
  if (status.type() != fs::file_type::directory)
    refuse(path, "no folder");
  if (::access(path.c_str(), W_OK | X_OK) != 0)
    refuse(path, "cannot be written");
}

/** Without what stands more deeply than in any record, which would take the stack when copied. */
ordered_json parse(const std::string &text) {
  constexpr int deepest = 50;
  return ordered_json::parse(text, [](int depth, ordered_json::parse_event_t, ordered_json &) {
    return depth <= deepest;
  });
}

std::string checksum(const ordered_json &kept) {
  return checkpoint::fingerprint(kept.dump());
}

ordered_json as_json(const checkpoint::FileSum &sum) {
  return {{"bytes", sum.bytes}, {"crc32", fmt::format("{:08x}", sum.crc32)}};
}

} // namespace

SpecimenFolder::SpecimenFolder(const std::string &output, const std::string &group,
                               const std::string &specimen)
    : group_(output + "/" + group), path_(group_ + "/" + specimen + "/") {}

void SpecimenFolder::check() const {
  check_folder(group_);
  check_folder(path_.substr(0, path_.size() - 1));
  for (const std::string &name : names_in(path_)) {
    std::error_code error;
    const fs::file_type type = fs::symlink_status(path_ + name, error).type();
    if (is_own(name) && type != fs::file_type::regular && type != fs::file_type::symlink)
      params::refuse_file(path_ + name, "no file", "a file of Lacuna's, or nothing of this name");
  }
}

void SpecimenFolder::create() const {
  std::error_code error;
  fs::create_directories(path_, error);
  if (error)
    throw std::runtime_error(path_ + ": cannot be created: " + error.message());
}

void SpecimenFolder::remove(const std::string &name) const {
  if (::unlink((path_ + name).c_str()) != 0)
    throw std::runtime_error(path_ + name + ": cannot be deleted");
}

void SpecimenFolder::clear(bool goes_on) const {
  for (const std::string &name : names_in(path_))
    if (is_own(name) && (!goes_on || name.find(mark) != std::string::npos))
      remove(name);
}

std::size_t SpecimenFolder::n_foreign() const {
  const auto names = names_in(path_);
  return names.size() - std::count_if(names.begin(), names.end(), [](const std::string &name) {
           return is_own(name) || name == checkpoint::lock_file;
         });
}

void SpecimenFolder::keep(const observables::Record &record, const std::string &input_hash) const {
  ordered_json kept = record.stored();
  kept["input_hash"] = input_hash;
  kept["files"] = ordered_json::object();
  for (const std::string &name : names_in(path_))
    if (has_sum(name))
      if (const auto sum = checkpoint::sum_file(path_ + name))
        kept["files"][name] = as_json(*sum);
  kept["checksum"] = checksum(kept);
  files::write_text(path_ + "specimen.json", kept.dump(1) + "\n");
  std::error_code none;
  fs::remove(path_ + kept_stages_file, none);
}

SpecimenFolder::Kept SpecimenFolder::kept(const std::string &input_hash) const {
  const std::string text = checkpoint::read_file(path_ + "specimen.json");
  if (text.empty())
    return {};
  try {
    ordered_json kept = parse(text);
    if (kept.at("input_hash").get<std::string>() != input_hash)
      return {std::nullopt, "its input has changed"};
    // A Lacuna that kept no checksums wrote the record alone.
    if (kept.contains("checksum") || kept.contains("files")) {
      const auto sum = kept.at("checksum").get<std::string>();
      kept.erase("checksum");
      if (sum != checksum(kept))
        return {std::nullopt, "specimen.json has changed since it was written"};
      if (const std::string fault = fault_of_files(kept.at("files")); !fault.empty())
        return {std::nullopt, fault};
    }
    return {observables::Record::restored(kept), ""};
  } catch (const nlohmann::json::exception &) {
    return {std::nullopt, "specimen.json is damaged"};
  }
}

std::string SpecimenFolder::fault_of_files(const ordered_json &sums) const {
  for (const auto &[name, sum] : sums.items()) {
    const auto found = has_sum(name) ? checkpoint::sum_file(path_ + name) : std::nullopt;
    if (!found)
      return name + " is missing";
    if (as_json(*found) != sum)
      return name + " has changed since it was written";
  }
  return "";
}

} // namespace lacuna::study
