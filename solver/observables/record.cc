// SPDX-License-Identifier: LGPL-2.1-or-later
#include <solver/observables/record.h>

#include <algorithm>
#include <cmath>

namespace lacuna::observables {

using nlohmann::ordered_json;

namespace {

/** JSON has no infinity and no NaN; what is not a number was not found. */
ordered_json finite(const ordered_json &value) {
  if (value.is_number_float() && !std::isfinite(value.get<double>()))
    return nullptr;
  return value;
}

std::string cell(const ordered_json &value) {
  if (value.is_null())
    return "";
  if (!value.is_string())
    return value.dump();
  std::string text = value.get<std::string>();
  if (text.find_first_of(",\"\n") == std::string::npos)
    return text;
  for (std::size_t i = 0; (i = text.find('"', i)) != std::string::npos; i += 2)
    text.insert(i, 1, '"');
  return '"' + text + '"';
}

} // namespace

void Record::set_key(const std::string &path, const ordered_json &value) {
  json_[ordered_json::json_pointer(path)] = finite(value);
}

void Record::set(const std::string &path, const std::string &column, const ordered_json &value) {
  set_key(path, value);
  const auto same = std::find_if(columns_.begin(), columns_.end(),
                                 [&](const auto &entry) { return entry.first == column; });
  if (same == columns_.end())
    columns_.emplace_back(column, finite(value));
  else
    same->second = finite(value);
}

void Record::set(const std::string &path, const ordered_json &value) {
  set(path, path.substr(path.rfind('/') + 1), value);
}

void Record::set(const std::string &folder, const std::string &name, const std::string &unit,
                 const adaptivity::Value &value) {
  const std::string path = folder + "/" + name + "_" + unit;
  set(path + "/value", name + "_" + unit, value.value);
  set(path + "/error", name + "_error_" + unit, value.error);
}

ordered_json Record::stored() const {
  ordered_json columns = ordered_json::array();
  for (const auto &[name, value] : columns_)
    columns.push_back({name, value});
  return {{"results", json_}, {"columns", columns}};
}

Record Record::restored(const ordered_json &stored) {
  Record record;
  record.json_ = stored.at("results");
  for (const auto &column : stored.at("columns"))
    record.columns_.emplace_back(column.at(0).get<std::string>(), column.at(1));
  return record;
}

std::string to_csv(const std::vector<Record> &records) {
  std::vector<std::string> names;
  for (const Record &record : records)
    for (const auto &[name, value] : record.columns())
      if (std::find(names.begin(), names.end(), name) == names.end())
        names.push_back(name);
  std::string text;
  for (const std::string &name : names)
    text += (&name == &names.front() ? "" : ",") + name;
  text += '\n';
  for (const Record &record : records) {
    for (const std::string &name : names) {
      const auto entry = std::find_if(record.columns().begin(), record.columns().end(),
                                      [&](const auto &column) { return column.first == name; });
      text += (&name == &names.front() ? "" : ",") +
              (entry == record.columns().end() ? "" : cell(entry->second));
    }
    text += '\n';
  }
  return text;
}

} // namespace lacuna::observables
