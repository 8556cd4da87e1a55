// SPDX-License-Identifier: LGPL-2.1-or-later
#include <meshes/files/whole_file.h>
#include <params/reader/prm_file.h>
#include <params/reader/quantity.h>
#include <params/reader/text.h>
#include <solver/checkpoint/files.h>
#include <solver/study/group_name.h>
#include <solver/study/version.h>
#include <solver/sweep/plan.h>
#include <solver/sweep/prm_text.h>
#include <solver/sweep/sampling.h>

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <sstream>

namespace lacuna::sweep {

namespace fs = std::filesystem;
using nlohmann::ordered_json;

namespace {

const char *const plan_json = "/plan.json", *const plan_csv = "/plan.csv";

std::string point_folder(const std::string &folder, unsigned int number) {
  return fmt::format("{}/points/{:04}", folder, number);
}

} // namespace

ordered_json describe(const Goal &goal) {
  const auto bound = [](const std::optional<double> &value) {
    return value ? ordered_json(*value) : ordered_json();
  };
  const char *const senses[] = {"", "maximise", "minimise"};
  return {{"column", goal.column},
          {"sense", senses[static_cast<int>(goal.sense)]},
          {"low", bound(goal.low)},
          {"high", bound(goal.high)}};
}

Plan::Plan(const std::string &folder, const DesignSpace &space) : folder_(folder), space_(space) {
  std::error_code error;
  for (fs::directory_iterator entry(folder + "/points", error), end; !error && entry != end;
       entry.increment(error))
    if (fs::exists(entry->path() / "attempts.jsonl", error))
      last_number_ = std::max<unsigned int>(
          last_number_, std::strtoul(entry->path().filename().c_str(), nullptr, 10));
  const std::string text = checkpoint::read_file(folder + plan_json);
  if (text.empty())
    return;
  try {
    old_ = ordered_json::parse(text);
    for (const auto &point : old_.at("points"))
      demands_[point.at("identity")] = {point.at("unknowns"), point.at("memory_B"),
                                        point.at("time_s")};
    old_.at("common");
    old_.at("study").get<std::string>();
  } catch (const nlohmann::json::exception &) {
    params::refuse_file(folder + plan_json, "damaged",
                        "what lacuna sweep wrote, or another folder");
  }
}

std::string Plan::study() const {
  return old_.is_null() ? "" : old_["study"].get<std::string>();
}

std::string Plan::keep(const std::map<std::string, std::string> &common) {
  common_ = common;
  if (old_.is_null())
    return "";
  const auto before = old_["common"].get<std::map<std::string, std::string>>();
  const auto value = [](const auto &map, const std::string &key) -> std::string {
    const auto found = map.find(key);
    return found == map.end()      ? "one of what varies"
           : found->second.empty() ? "nothing"
                                   : found->second;
  };
  std::map<std::string, std::string> all = common_;
  all.insert(before.begin(), before.end());
  for (const auto &[key, text] : all)
    if (value(common_, key) != value(before, key))
      return fmt::format("{} is {}, was {}", key, value(common_, key), value(before, key));
  std::istringstream table(checkpoint::read_file(folder_ + plan_csv));
  std::string line;
  if (!std::getline(table, line) || line != head())
    return "the variables are " + head() + ", were " + line;
  while (std::getline(table, line)) {
    const auto cells = params::split(line, ',');
    if (cells.size() < 2)
      continue;
    rows_ += line + "\n";
    numbers_[cells[1]] = std::strtoul(cells[0].c_str(), nullptr, 10);
  }
  return "";
}

void Plan::number(std::vector<Point> &points) const {
  std::map<std::string, unsigned int> numbers = numbers_;
  unsigned int last = last_number_;
  for (const auto &[identity, number] : numbers_)
    last = std::max(last, number);
  for (Point &point : points) {
    const auto [found, is_new] = numbers.try_emplace(point.identity, last + 1);
    last += is_new;
    point.number = found->second;
  }
}

const Demand *Plan::foreseen(const Point &point) const {
  const auto found = demands_.find(point.identity);
  return found == demands_.end() ? nullptr : &found->second;
}

std::string Plan::head() const {
  std::string text = "point,identity";
  for (const Variable &variable : space_.variables())
    text += "," + column(variable);
  return text;
}

std::string Plan::row(const Point &point) const {
  std::string text = fmt::format("{},{}", point.number, point.identity);
  for (std::size_t i = 0; i < space_.variables().size(); ++i)
    text += space_.variables()[i].is_word ? "," + point.values.texts[i]
                                          : fmt::format(",{:.12g}", point.values.numbers[i]);
  return text + "\n";
}

std::string Plan::study_text() const {
  const std::string name = fs::path(space_.path()).stem().string();
  auto entries = made_portable(space_.base(), study::default_parameters().parameters());
  // A study without groups has one of its own name, which the point's file must not rename.
  if (std::none_of(entries.begin(), entries.end(), study::names_group))
    entries.push_back({"Groups", name, "", "", 0});
  return fmt::format("# {} as it was when its sweep was planned; every point includes it.\n\n",
                     name) +
         prm_text(entries);
}

ordered_json Plan::document(const std::vector<Point> &points, const std::vector<Demand> &demands,
                            const study::Study &first) const {
  ordered_json result = {{"study", first.name()},
                         {"lacuna", study::lacuna_version},
                         {"group", space_.group_of_goals(first)},
                         {"seed", space_.parameters().seed},
                         {"variables", describe_variables(space_)},
                         {"goals", ordered_json::array()},
                         {"points", ordered_json::array()}};
  for (const Goal &goal : space_.goals(first))
    result["goals"].push_back(describe(goal));
  for (std::size_t i = 0; i < points.size(); ++i)
    result["points"].push_back({{"point", points[i].number},
                                {"identity", points[i].identity},
                                {"unknowns", demands[i].unknowns},
                                {"memory_B", demands[i].memory},
                                {"time_s", demands[i].time}});
  result["common"] = common_;
  return result;
}

void Plan::write(const std::vector<Point> &points, const std::vector<Demand> &demands,
                 const study::Study &first, const ordered_json &facts) const {
  files::write_text(folder_ + "/study.prm", study_text());
  std::string rows = rows_;
  std::map<std::string, unsigned int> written = numbers_;
  for (const Point &point : points) {
    const std::string home = point_folder(folder_, point.number);
    std::error_code error;
    fs::create_directories(home, error);
    const std::string text =
        fmt::format("# Point {} of {}: {}\n\ninclude ../../study.prm\n\n", point.number,
                    first.name(), sweep::describe(space_, point.values)) +
        prm_text(point.entries);
    if (checkpoint::read_file(home + "/point.prm") != text)
      files::write_text(home + "/point.prm", text);
    if (written.try_emplace(point.identity, point.number).second)
      rows += row(point);
  }
  files::write_text(folder_ + plan_csv, head() + "\n" + rows);
  ordered_json plan = document(points, demands, first);
  plan.update(facts);
  files::write_text(folder_ + plan_json, plan.dump(1) + "\n");
}

} // namespace lacuna::sweep
